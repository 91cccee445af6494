package dev.weir.governance.firewall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules over words: one of each of some groups, in this order and near to each other. A rule names
 * what it found; it decides only where the model does not think the text clearly harmless, since
 * each of these phrases also stands in harmless texts ("ignore the previous commit"). In data from
 * others, nobody has a reason to address the model, so there some rules decide alone.
 */
final class WordRules {

  private static final int WORDS_MAX = 1 << 16;
  private static final String SHOWS = "show-system-prompt";

  private static final String TAKE_BACK =
      "ignore disregard forget override bypass overrule neglect discard ignoring forgetting"
          + " ignoriere vergiss missachte vergesse ignora olvida descarta ignorez oubliez oublie"
          + " dimentica tralascia esqueca desconsidere negeer vergeet zignoruj zapomnij abaikan lupakan"
          + " zanemari zaboravi ignorisi игнорируи игнорируите забудь unut";
  private static final String EARLIER =
      "previous prior earlier preceding above foregoing original initial system all any everything"
          + " vorherigen bisherigen obigen fruheren alle alles anteriores anterior previas precedentes"
          + " precedenti toutes todas tutte vorige eerdere bovenstaande poprzednie sebelumnya prethodne"
          + " предыдущие все onceki";
  private static final String ORDERS =
      "instructions instruction directions directives rules guidelines commands orders prompt prompts"
          + " programming training restrictions policies constraints context anweisungen instruktionen"
          + " befehle regeln vorgaben aufgaben instrucciones reglas ordenes consignes regles istruzioni"
          + " regole instrucoes regras instructies regels opdrachten instrukcje polecenia zasady instruksi"
          + " perintah upute instrukcije naredbe инструкции правила указания talimatlari kurallari";
  private static final String ORDERS_ELSEWHERE =
      "anweisungen instruktionen befehle vorgaben instrucciones ordenes consignes instructions istruzioni"
          + " instrucoes instructies opdrachten instrukcje polecenia instruksi perintah upute instrukcije"
          + " naredbe инструкции указания talimatlari";

  /** What takes back in other languages, of which the model knows next to nothing. */
  private static final String TAKE_BACK_ELSEWHERE =
      "ignoriere vergiss missachte vergesse vergessen ignora olvida olvide olvidar descarta ignorez oubliez"
          + " oublie dimentica tralascia esqueca desconsidere negeer vergeet zignoruj zapomnij abaikan lupakan"
          + " zanemari zaboravi zaboravite ignorisi игнорируи игнорируите игнорируй забудь забудьте unut";

  private static final String EVERYTHING =
      "everything all alles todo todas todos tout toutes tutto tutte tudo todas wszystko wszystkie sve все semua";

  /** What somebody has said or ordered so far. */
  private static final String SO_FAR =
      "before prior previous previously above earlier said told davor vorher zuvor bisher bisherige gesagte"
          + " gesagt gesagten antes digo dije dijo dicho sabes avant dit prima detto disse eerder gezegd"
          + " wczesniej раньше сказал сказано прежде pre rekao sebelumnya";

  private static final String INSTRUCTIONS =
      "instructions instruktionen anweisungen programming guidelines";

  private static final String PREVIOUS = "previous earlier prior old vorherigen bisherigen";

  private static final String DESPITE =
      "despite regardless contrary notwithstanding ungeachtet entgegen abweichend";

  private static final String SAY =
      "write say tell output print schreibe sage escribe di dis ecris scrivi";

  private static final String ANYTHING = "answer answers any anything request requests response";

  private static final String SHOW =
      "show print reveal repeat output display tell give recite dump leak disclose expose write list"
          + " zeige nenne wiederhole gib muestra muestrame repite revela montre affiche repete mostra"
          + " покажи выведи";
  private static final String SECRET_TEXT =
      "prompt instructions message rules guidelines configuration prompttexte anweisungen"
          + " instrucciones instructions istruzioni";
  private static final String FREE =
      "without no zero free lacks ignores ignoring bypassing unbound ohne sin sans senza sem без";
  private static final String LIMITS =
      "restrictions limitations filters filter censorship ethics morals guidelines rules policies"
          + " disclaimers warnings einschrankungen regeln restricciones filtros limites restrictions"
          + " ограничении";
  private static final String ROLE =
      "you pretend act roleplay persona character mode dan du tu ты eres bist";
  private static final String MACHINE =
      "ai llm assistant assistants chatbot agent agents model bot gpt claude copilot";
  private static final String HIDE = "not never without don't dont silently secretly";
  private static final String TELL = "tell inform mention notify alert reveal informing telling";
  private static final String USER = "user users owner human anyone";
  private static final String SEND =
      "send forward email post upload transmit exfiltrate share transfer submit append include embed";
  private static final String DATA =
      "conversation history credentials password passwords key keys secret secrets token tokens inbox"
          + " emails messages data contacts files";
  private static final String PLACE =
      "http https www url webhook address attacker endpoint link account number";

  /** Right in front of it they say that it is any prompt, and not the one that was set. */
  private static final Set<Integer> ANY_ONE =
      hashes("a an any another good better clear clean simple short effective");

  private static final List<Rule> RULES =
      List.of(
          rule("take-back-orders", 0.85, 0.6, 5, TAKE_BACK, EARLIER, ORDERS),
          certain(
              "take-back-orders",
              0.7,
              0.7,
              5,
              TAKE_BACK_ELSEWHERE,
              EARLIER + " " + EVERYTHING,
              ORDERS_ELSEWHERE),
          certain("take-back-orders", 0.6, 0.6, 5, TAKE_BACK_ELSEWHERE, EVERYTHING, SO_FAR),
          rule("take-back-orders", 0.6, 0.6, 3, "forget disregard ignore", EVERYTHING, SO_FAR),
          rule("take-back-orders", 0.6, 0.6, 4, DESPITE, "told instructed " + INSTRUCTIONS),
          rule(
              "take-back-orders",
              0.6,
              0.6,
              4,
              "leave put drop lassen",
              PREVIOUS,
              "behind aside hinter"),
          rule(
              "take-back-orders",
              0.6,
              0.6,
              6,
              PREVIOUS,
              "information informationen " + INSTRUCTIONS,
              "irrelevant obsolete void invalid ungultig"),
          // Where a script writes no spaces, each character is a word.
          rule("take-back-orders", 0.7, 0.6, 6, "忽 无 忘 無", "前 上 所 先 全 的", "指 规 命 規 则"),
          rule("change-of-task", 0.6, 0.6, 2, "forget " + TAKE_BACK_ELSEWHERE, EVERYTHING, SAY),
          rule("change-of-task", 0.6, 0.6, 3, "not dont", "answer", "but instead just", SAY),
          rule(
              "leave-the-documents",
              0.6,
              0.6,
              5,
              "not dont",
              "look use answer read consult follow",
              "documents articles document sources",
              "but just instead"),
          rule(
              SHOWS,
              0.7,
              0.6,
              5,
              SHOW,
              "system initial hidden secret original developer",
              SECRET_TEXT),
          rule(
              SHOWS,
              0.6,
              0.6,
              5,
              "repeat print output recite",
              "conversation above everything",
              "verbatim word exactly"),
          rule(
              SHOWS,
              0.6,
              0.6,
              2,
              "what which was wie",
              "your deine",
              "instructions prompt prompttexte anweisungen"),
          rule("role-without-limits", 0.7, 0.6, 9, ROLE, FREE, LIMITS),
          rule(
              "role-without-limits",
              0.6,
              0.6,
              6,
              "not never no",
              "bound limited restricted constrained bounded",
              LIMITS + " settings law laws morals"),
          rule(
              "role-without-limits",
              0.6,
              0.6,
              9,
              ROLE + " ai chatbot bot",
              "uncensored unfiltered amoral immoral jailbroken unrestricted unethical",
              ANYTHING + " respond responds reply rules break"),
          rule("role-without-limits", 0.6, 0.6, 3, ROLE, "evil malevolent malicious", MACHINE),
          rule(
              "role-without-limits",
              0.55,
              0.55,
              6,
              "never not cannot can cant won wont",
              "refuse refuses decline declines deny",
              ANYTHING + " always comply question questions moral"),
          rule(
              "mode-without-limits",
              0.8,
              0.6,
              4,
              "developer dan jailbreak unrestricted god sudo unfiltered",
              "mode",
              "enabled activated on activate now"),
          rule("hide-from-user", 0, 0.7, 4, HIDE, TELL, USER),
          rule("send-data-away", 0, 0.6, 9, SEND, DATA, PLACE),
          rule(
              "address-the-model",
              0,
              0.6,
              7,
              MACHINE,
              "ignore disregard must reading processing summarizing should instead",
              TAKE_BACK + " " + SEND + " recommend say include output rate call execute run"));

  private WordRules() {}

  /**
   * @param user the score in what a user says, 0 where the rule is for data only
   * @param data the score in untrusted data
   * @param certain whether it is heard whatever the model thinks
   * @param gap how many words may stand between two groups
   */
  record Rule(
      String id, double user, double data, int gap, boolean certain, List<Set<Integer>> groups) {}

  private static Rule rule(String id, double user, double data, int gap, String... groups) {
    return rule(id, user, data, gap, false, groups);
  }

  private static Rule certain(String id, double user, double data, int gap, String... groups) {
    return rule(id, user, data, gap, true, groups);
  }

  private static Rule rule(
      String id, double user, double data, int gap, boolean certain, String... groups) {
    List<Set<Integer>> hashed = new ArrayList<>();
    for (String group : groups) {
      hashed.add(hashes(group));
    }
    return new Rule(id, user, data, gap, certain, List.copyOf(hashed));
  }

  private static Set<Integer> hashes(String words) {
    return Arrays.stream(words.split(" "))
        .map(NgramFeatures::hash)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** By first word: the rules that may begin with it. */
  private static final Map<Integer, List<Rule>> BY_FIRST = byFirst();

  private static Map<Integer, List<Rule>> byFirst() {
    Map<Integer, List<Rule>> byFirst = new HashMap<>();
    for (Rule rule : RULES) {
      for (int word : rule.groups().getFirst()) {
        byFirst.computeIfAbsent(word, _ -> new ArrayList<>()).add(rule);
      }
    }
    return byFirst;
  }

  /** Takes a rule and the word at which it matches. */
  @FunctionalInterface
  interface Sink {
    void matched(Rule rule, int word);
  }

  /** Gives each place where a rule matches. */
  static void match(NgramFeatures.Words words, boolean untrusted, Sink sink) {
    int count = Math.min(words.count(), WORDS_MAX);
    for (int word = 0; word < count; word++) {
      List<Rule> rules = BY_FIRST.get(words.hash(word));
      if (rules == null) {
        continue;
      }
      for (Rule rule : rules) {
        double score = untrusted ? rule.data() : rule.user();
        if (score > 0 && matches(rule, words, word, count)) {
          sink.matched(rule, word);
        }
      }
    }
  }

  private static boolean matches(Rule rule, NgramFeatures.Words words, int first, int count) {
    int at = first;
    for (int group = 1; group < rule.groups().size(); group++) {
      int next = at + 1;
      int end = Math.min(count, at + 2 + rule.gap());
      while (next < end && !rule.groups().get(group).contains(words.hash(next))) {
        next++;
      }
      if (next >= end || (rule.id().equals(SHOWS) && ANY_ONE.contains(words.hash(next - 1)))) {
        return false;
      }
      at = next;
    }
    return true;
  }
}
