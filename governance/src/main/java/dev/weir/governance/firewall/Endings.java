package dev.weir.governance.firewall;

import dev.weir.governance.firewall.LinkedHost.Judgement;

/**
 * Where an address ends that ends before its path. Not every reader lets the same characters end
 * it, and what comes behind them may make all before a login: {@code https://docs.example'@evil}.
 */
final class Endings {

  private Endings() {}

  /** Whether every reader has the address end there. */
  static boolean isEnd(String text, int at, char quote, boolean markdown) {
    if (at == text.length()) {
      return true;
    }
    char c = text.charAt(at);
    if (quote != '\0') {
      return c == quote && text.charAt(at - 1) != '\\';
    }
    return isSpace(c) || (markdown && c == ')' && text.charAt(at - 1) != '\\');
  }

  /** What follows up to where the host must end; a leak where that may be a host. */
  static Judgement beyond(String text, int from, int limit, boolean ended) {
    int to = Math.min(text.length(), limit);
    int at = from;
    while (at < to && !isStop(text, at)) {
      at++;
    }
    if (LinkedHost.decoded(text.substring(from, at)).indexOf('@') >= 0) {
      return Judgement.LEAK;
    }
    if (at < to) {
      return Judgement.ALLOWED;
    }
    if (at < text.length()) {
      return Judgement.LEAK;
    }
    return ended ? Judgement.ALLOWED : Judgement.OPEN;
  }

  /** The end of what stands without white space. */
  static int word(String text, int from, int limit) {
    int to = Math.min(text.length(), limit);
    int at = from;
    while (at < to && !isSpace(text.charAt(at))) {
      at++;
    }
    return Math.max(at, from);
  }

  /** A backslash before a letter is a slash to every reader; else it may be an escape. */
  private static boolean isStop(String text, int at) {
    char c = text.charAt(at);
    return isSpace(c)
        || c == '/'
        || c == '?'
        || (c == '#' && text.charAt(at - 1) != '&')
        || (c == '\\' && at + 1 < text.length() && Character.isLetterOrDigit(text.charAt(at + 1)));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }
}
