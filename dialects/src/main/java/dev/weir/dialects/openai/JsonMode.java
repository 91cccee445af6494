package dev.weir.dialects.openai;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * OpenAI's mode for any JSON, which is refused with 400 where no message has the word: dialects
 * that ask for it in a field alone get a sentence with it.
 */
public final class JsonMode {

  private static final String SENTENCE = "Answer with one JSON object and nothing else.";
  private static final Part WORDS = new Part.Text(SENTENCE);

  private JsonMode() {}

  /**
   * The turns as OpenAI takes them; {@code role} is the sentence's where no system speaks. As a
   * user's it ends the last turn of one.
   */
  public static List<Turn> turns(CanonicalRequest request, Turn.Role role) {
    if (request.from().isOpenAi()
        || !(request.outputFormat() instanceof OutputFormat.AnyJson)
        || request.turns().stream().anyMatch(JsonMode::hasWord)) {
      return request.turns();
    }
    List<Turn> turns = new ArrayList<>(request.turns());
    if (role == Turn.Role.USER) {
      askAsUser(turns);
    } else if (turns.isEmpty() || turns.getFirst().role() != Turn.Role.SYSTEM) {
      turns.addFirst(new Turn(role, List.of(WORDS)));
    } else {
      List<Part> parts = new ArrayList<>(turns.getFirst().parts());
      parts.add(WORDS);
      turns.set(0, new Turn(Turn.Role.SYSTEM, parts));
    }
    return turns;
  }

  private static void askAsUser(List<Turn> turns) {
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).role() == Turn.Role.USER) {
        List<Part> parts = new ArrayList<>(turns.get(i).parts());
        if (!parts.isEmpty() && parts.getLast() instanceof Part.Text(String text, var cached)) {
          // One text stays one: not every server takes several.
          parts.set(parts.size() - 1, new Part.Text(text + "\n\n" + SENTENCE, cached));
        } else {
          parts.add(WORDS);
        }
        turns.set(i, new Turn(Turn.Role.USER, parts));
        return;
      }
    }
    turns.add(new Turn(Turn.Role.USER, List.of(WORDS)));
  }

  private static boolean hasWord(Turn turn) {
    return turn.parts().stream()
        .anyMatch(it ->
            it instanceof Part.Text(String text, var _)
                && text.toLowerCase(Locale.ROOT).contains("json"));
  }
}
