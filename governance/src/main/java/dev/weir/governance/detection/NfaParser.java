package dev.weir.governance.detection;

import dev.weir.governance.detection.Nfa.Kind;
import java.util.BitSet;
import java.util.Optional;

/**
 * Reads the part of RE2's syntax that rules use. What else stands in a pattern, and what is too
 * large, makes no {@link Nfa}, and such a pattern is always run.
 */
final class NfaParser {

  /** Longer repetitions are not counted to their end. */
  private static final int REPEAT_MAX = 24;

  /** The most of a repetition that is not counted to more. */
  private static final int COARSE_MAX = 2;

  private static final int STATES_MAX = 4_000;
  private static final int DEPTH_MAX = 32;

  private final String regex;
  private final int mostMax;
  private final Nfa nfa = new Nfa();
  private int at;
  private boolean anyCase;
  private boolean dotAll;
  private int depth;
  private boolean exact = true;
  private boolean endless;

  /**
   * The states of one pattern and the one to begin with.
   *
   * @param exact whether it accepts of ASCII what the pattern does and nothing more
   * @param endless whether what it accepts has no longest length
   */
  record Parsed(Nfa nfa, int start, boolean exact, boolean endless) {}

  /** Something in the pattern that this does not read. */
  private static final class UnreadException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** A part of a pattern: how to go through it and then to {@code next}. */
  private interface Part {
    int to(int next) throws UnreadException;
  }

  private NfaParser(String regex, int mostMax) {
    this.regex = regex;
    this.mostMax = mostMax;
  }

  static Optional<Parsed> parse(String regex) {
    return parse(regex, REPEAT_MAX);
  }

  /**
   * The same where it is enough to know that there may be a match: how often something comes at the
   * most is not counted. An automaton that counts it, from every char of a hostile text at once,
   * has a set of states of its own for nearly every text.
   */
  static Optional<Parsed> parseCoarsely(String regex) {
    return parse(regex, COARSE_MAX);
  }

  private static Optional<Parsed> parse(String regex, int mostMax) {
    NfaParser parser = new NfaParser(regex, mostMax);
    try {
      Part whole = parser.alternatives();
      if (parser.at < regex.length()) {
        return Optional.empty();
      }
      int match = parser.nfa.add(Kind.MATCH, 0);
      return Optional.of(new Parsed(parser.nfa, whole.to(match), parser.exact, parser.endless));
    } catch (UnreadException e) {
      return Optional.empty();
    }
  }

  private Part alternatives() throws UnreadException {
    boolean caseBefore = anyCase;
    boolean dotBefore = dotAll;
    if (++depth > DEPTH_MAX) {
      throw new UnreadException();
    }
    Part all = sequence();
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      Part first = all;
      Part second = sequence();
      all = next -> split(first.to(next), second.to(next));
    }
    depth--;
    anyCase = caseBefore;
    dotAll = dotBefore;
    return all;
  }

  private Part sequence() throws UnreadException {
    Part all = next -> next;
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      Part first = all;
      Part second = repeated(atom());
      all = next -> first.to(second.to(next));
    }
    return all;
  }

  private Part repeated(Part atom) throws UnreadException {
    Part all = atom;
    while (at < regex.length() && "?*+{".indexOf(regex.charAt(at)) >= 0) {
      Part one = all;
      int min = 0;
      int max = -1;
      switch (regex.charAt(at++)) {
        case '?' -> max = 1;
        case '*' -> {}
        case '+' -> min = 1;
        default -> {
          int end = regex.indexOf('}', at);
          String[] counts = regex.substring(at, Math.max(at, end)).split(",", -1);
          if (end < 0 || counts.length > 2 || counts[0].isEmpty()) {
            throw new UnreadException();
          }
          min = count(counts[0]);
          max = counts.length == 1 ? min : counts[1].isEmpty() ? -1 : count(counts[1]);
          at = end + 1;
        }
      }
      boolean lazy = at < regex.length() && regex.charAt(at) == '?';
      at += lazy ? 1 : 0;
      int least = Math.min(min, REPEAT_MAX);
      boolean counts = max == min ? max <= REPEAT_MAX : max <= mostMax;
      int most = counts ? max : -1;
      exact &= least == min && most == max;
      endless |= most < 0;
      all = next -> times(one, least, most, lazy, next);
    }
    return all;
  }

  private static int count(String text) throws UnreadException {
    if (text.length() > 5 || !text.chars().allMatch(c -> DigitRuns.isDigit((char) c))) {
      throw new UnreadException();
    }
    return Integer.parseInt(text);
  }

  /** {@code lazy}: whether fewer are preferred. */
  private int times(Part one, int min, int max, boolean lazy, int next) throws UnreadException {
    int to = next;
    if (max < 0) {
      int loop = split(next, next);
      int again = one.to(loop);
      nfa.close(loop, lazy ? next : again, lazy ? again : next);
      to = loop;
    }
    for (int i = min; i < max; i++) {
      // Each may be the last.
      int more = one.to(to);
      to = lazy ? split(next, more) : split(more, next);
    }
    for (int i = 0; i < min; i++) {
      to = one.to(to);
    }
    return to;
  }

  private int split(int first, int second) throws UnreadException {
    return add(Kind.SPLIT, Nfa.NO_SET, first, second);
  }

  private int add(Kind kind, BitSet set, int next, int other) throws UnreadException {
    if (nfa.size() >= STATES_MAX) {
      throw new UnreadException();
    }
    return nfa.add(kind, set, next, other);
  }

  private Part atom() throws UnreadException {
    char c = regex.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> over(bracket());
      case '.' -> {
        BitSet any = CharSets.all();
        any.set('\n', dotAll);
        yield over(any);
      }
      case '^' -> next -> add(Kind.BEGIN, Nfa.NO_SET, next, next);
      case '$' -> next -> add(Kind.END, Nfa.NO_SET, next, next);
      case '\\' -> escape();
      case '*', '+', '?', '{' -> throw new UnreadException();
      default -> over(CharSets.of(c, c, anyCase));
    };
  }

  private Part over(BitSet set) {
    return next -> add(Kind.CHAR, set, next, next);
  }

  private Part group() throws UnreadException {
    boolean caseBefore = anyCase;
    boolean dotBefore = dotAll;
    if (at < regex.length() && regex.charAt(at) == '?') {
      at++;
      while (at < regex.length() && "is".indexOf(regex.charAt(at)) >= 0) {
        anyCase |= regex.charAt(at) == 'i';
        dotAll |= regex.charAt(at) == 's';
        at++;
      }
      if (at < regex.length() && regex.charAt(at) == ')') {
        // For the rest of the group around it, which sets it back.
        at++;
        return next -> next;
      }
      if (at >= regex.length() || regex.charAt(at++) != ':') {
        throw new UnreadException();
      }
    }
    Part inner = alternatives();
    anyCase = caseBefore;
    dotAll = dotBefore;
    if (at >= regex.length() || regex.charAt(at++) != ')') {
      throw new UnreadException();
    }
    return inner;
  }

  private Part escape() throws UnreadException {
    char c = at < regex.length() ? regex.charAt(at) : ' ';
    if (c == 'b' || c == 'B') {
      at++;
      Kind kind = c == 'b' ? Kind.BOUNDARY : Kind.NO_BOUNDARY;
      return next -> add(kind, Nfa.NO_SET, next, next);
    }
    return over(escaped());
  }

  /** What stands behind a backslash, in brackets or not. */
  private BitSet escaped() throws UnreadException {
    char c = at < regex.length() ? regex.charAt(at++) : ' ';
    Optional<BitSet> known = CharSets.ofClass(c);
    if (known.isPresent()) {
      return known.get();
    }
    int literal =
        switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'x' -> hex();
          default -> c;
        };
    if (c == 'p' || c == 'P') {
      return property();
    }
    if (c != 'n' && c != 'r' && c != 't' && c != 'x' && DigitRuns.isWord(c)) {
      throw new UnreadException();
    }
    return CharSets.of(literal, literal, anyCase);
  }

  /** Two digits, or up to six in braces. */
  private int hex() throws UnreadException {
    boolean braces = at < regex.length() && regex.charAt(at) == '{';
    int end = braces ? regex.indexOf('}', at) : Math.min(at + 2, regex.length());
    String digits = end < 0 ? "" : regex.substring(braces ? at + 1 : at, end);
    boolean fits = braces ? digits.length() <= 6 : digits.length() == 2;
    if (digits.isEmpty() || !fits || !digits.matches("[0-9a-fA-F]+")) {
      throw new UnreadException();
    }
    at = braces ? end + 1 : end;
    return Integer.parseInt(digits, 16);
  }

  /** Of classes of Unicode all letters are taken to be in, and all that is beyond ASCII. */
  private BitSet property() throws UnreadException {
    int end = at < regex.length() && regex.charAt(at) == '{' ? regex.indexOf('}', at) : -1;
    if (end < 0 || regex.charAt(at - 1) == 'P') {
      throw new UnreadException();
    }
    at = end + 1;
    exact = false;
    return CharSets.all();
  }

  private BitSet bracket() throws UnreadException {
    boolean not = at < regex.length() && regex.charAt(at) == '^';
    at += not ? 1 : 0;
    BitSet set = new BitSet(Nfa.OTHER + 1);
    boolean first = true;
    while (at < regex.length() && (first || regex.charAt(at) != ']')) {
      first = false;
      member(set, not);
    }
    if (at++ >= regex.length()) {
      throw new UnreadException();
    }
    if (not) {
      set.flip(0, Nfa.OTHER);
      set.set(Nfa.OTHER);
    }
    return set;
  }

  private void member(BitSet set, boolean not) throws UnreadException {
    char c = regex.charAt(at++);
    if (c == '[' && at < regex.length() && regex.charAt(at) == ':') {
      throw new UnreadException();
    }
    int from = c;
    if (c == '\\') {
      char kind = at < regex.length() ? regex.charAt(at) : ' ';
      boolean property = kind == 'p' || kind == 'P';
      if (property && not) {
        throw new UnreadException();
      }
      if (property || CharSets.ofClass(kind).isPresent()) {
        set.or(escaped());
        return;
      }
      from = literal();
    }
    int to = from;
    if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
      at++;
      to = regex.charAt(at++);
      if (to == '\\') {
        to = literal();
      }
    }
    if (to < from) {
      throw new UnreadException();
    }
    set.or(CharSets.of(from, to, anyCase));
  }

  /** One char behind a backslash. */
  private int literal() throws UnreadException {
    char c = at < regex.length() ? regex.charAt(at++) : ' ';
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> hex();
      default -> {
        if (DigitRuns.isWord(c)) {
          throw new UnreadException();
        }
        yield c;
      }
    };
  }
}
