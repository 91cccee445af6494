package dev.weir.governance.firewall;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Words of a sentence that are written as one name: {@code ignoreAllPreviousInstructions}, and
 * {@code ignoreallpreviousinstructions}, of which it is known only with the words that orders to
 * models are made of.
 */
final class RunTogether {

  /** What has fewer is an ordinary name. */
  private static final int WORDS_MIN = 4;

  /** Shorter ones hold no order; longer ones are encoded bytes. */
  private static final int LETTERS_MIN = 16;

  private static final int LETTERS_MAX = 256;

  private static final Letter WORDS =
      Letter.first(
          """
          a about above act all always am an and answer any anything are as ask at be before bomb break but by
          bypass call can change chat command commands confidential constraints content contents context
          conversation credentials data delete details developer directives disable discard disregard do dont
          drop email emails enable ethics every everything explain filter filters follow following for forget
          forward free from full get give given go guidelines guardrails had hate have hidden history how i if
          ignore ignored ignoring in initial input instead instruction instructions is it jailbreak just key
          keys kill leak limit limits list make me message messages mode model moral must my never new no not
          nothing now obey of off on only open operator or order orders other our out output override password
          passwords persona please policies policy pretend previous print prior programming prompt prompts
          provide question questions read refuse repeat reply request requests reset restriction restrictions
          return reveal role rule rules safety say secret secrets send share show speak stop system tell text
          that the their them then these they this to token tokens told unrestricted use user users what who
          will with without word words write wrote you your evil hack build dan developers above earlier
          original uncensored unfiltered disclose expose dump display execute run delete transfer attacker
          assistant ai bot anyone anybody nobody so dont doing does did was were been over under up down
          """
              .strip()
              .split("\\s+"));

  private RunTogether() {}

  /** Where some words are after their first letters, as a tree. */
  private static final class Letter {

    private final @Nullable Letter[] next = new Letter['z' - 'a' + 1];
    private boolean ends;

    static Letter first(String... words) {
      Letter first = new Letter();
      for (String word : words) {
        Letter at = first;
        for (int i = 0; i < word.length(); i++) {
          at = at.grow(word.charAt(i) - 'a');
        }
        at.ends = true;
      }
      return first;
    }

    private Letter grow(int letter) {
      Letter grown = next[letter];
      if (grown == null) {
        grown = new Letter();
        next[letter] = grown;
      }
      return grown;
    }

    @Nullable Letter then(char letter) {
      return letter < 'a' || letter > 'z' ? null : next[letter - 'a'];
    }
  }

  /** Each such name of a text in words, a line for each; empty where there is none. */
  static String apart(CharSequence text) {
    var words = new StringBuilder();
    int start = 0;
    int count = 1;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && Character.isLetter(text.charAt(i))) {
        count += beginsWord(text, start, i) ? 1 : 0;
        continue;
      }
      if (count >= WORDS_MIN) {
        append(words, text, start, i);
      } else if (i - start >= LETTERS_MIN && i - start <= LETTERS_MAX) {
        cut(words, text.subSequence(start, i).toString().toLowerCase(java.util.Locale.ROOT));
      }
      start = i + 1;
      count = 1;
    }
    return words.toString();
  }

  private static boolean beginsWord(CharSequence text, int start, int at) {
    return at > start
        && Character.isUpperCase(text.charAt(at))
        && Character.isLowerCase(text.charAt(at - 1));
  }

  private static void append(StringBuilder words, CharSequence text, int start, int end) {
    for (int i = start; i < end; i++) {
      words.append(beginsWord(text, start, i) ? " " : "").append(text.charAt(i));
    }
    words.append('\n');
  }

  /** Into known words, with as few letters left over as can be, and then as few words. */
  private static void cut(StringBuilder words, String name) {
    int[] cost = new int[name.length() + 1];
    int[] from = new int[name.length() + 1];
    Arrays.fill(cost, 1, cost.length, Integer.MAX_VALUE);
    for (int start = 0; start < name.length(); start++) {
      Letter at = WORDS.then(name.charAt(start));
      for (int end = start + 1; at != null; end++) {
        if (at.ends && cost[start] + 1 < cost[end]) {
          cost[end] = cost[start] + 1;
          from[end] = start;
        }
        at = end < name.length() ? at.then(name.charAt(end)) : null;
      }
      if (cost[start] + LETTERS_MAX < cost[start + 1]) {
        cost[start + 1] = cost[start] + LETTERS_MAX;
        from[start + 1] = start;
      }
    }
    int over = cost[name.length()] / LETTERS_MAX;
    int known = cost[name.length()] % LETTERS_MAX;
    if (known < WORDS_MIN || 5 * over > name.length()) {
      return;
    }
    var cut = new StringBuilder(name);
    for (int end = from[name.length()]; end > 0; end = from[end]) {
      cut.insert(end, ' ');
    }
    words.append(cut).append('\n');
  }
}
