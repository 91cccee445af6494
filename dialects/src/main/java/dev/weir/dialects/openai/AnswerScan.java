package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.usage.TokenCounts;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what matters out of an answer's JSON tokens: an answer as a whole, or one chunk after the
 * other. Knows the place of a token by the names above it and forgets the rest.
 */
final class AnswerScan {

  /** choices[].delta.tool_calls[].function.arguments lies this deep. */
  private static final int DEPTH_OF_INTEREST = 8;

  private final @Nullable String[] names = new @Nullable String[DEPTH_OF_INTEREST];
  private int depth;

  private final UsageFields usage = new UsageFields();
  private boolean usageHere;
  private boolean choicesHere;
  private boolean choiceHere;
  private boolean error;
  private String model = "";
  private String serviceTier = "";
  private String finishReason = "";
  private long textCharacters;

  /** Before each document: forgets what belongs to one document alone. */
  void begin() {
    depth = 0;
    usageHere = false;
    choicesHere = false;
    choiceHere = false;
  }

  void token(JsonToken token, JsonParser parser) throws IOException {
    switch (token) {
      case FIELD_NAME -> {
        if (depth < DEPTH_OF_INTEREST) {
          names[depth] = parser.currentName();
        }
      }
      case START_OBJECT, START_ARRAY -> open(token);
      case END_OBJECT, END_ARRAY -> depth--;
      case VALUE_STRING -> text(parser);
      case VALUE_NUMBER_INT -> number(parser);
      case VALUE_NULL -> {}
      default -> noteError();
    }
  }

  private void open(JsonToken token) {
    noteError();
    if (depth == 1 && "usage".equals(names[1]) && token == JsonToken.START_OBJECT) {
      usageHere = true;
      usage.clear();
    } else if (depth == 1 && "choices".equals(names[1])) {
      choicesHere = true;
    } else if (depth == 2 && "choices".equals(names[1])) {
      choiceHere = true;
    }
    depth++;
    if (depth < DEPTH_OF_INTEREST) {
      names[depth] = null;
    }
  }

  private void noteError() {
    if (depth == 1 && "error".equals(names[1])) {
      error = true;
    }
  }

  private void text(JsonParser parser) throws IOException {
    noteError();
    if (depth == 1) {
      if ("model".equals(names[1])) {
        model = nonEmpty(parser.getText(), model);
      } else if ("service_tier".equals(names[1])) {
        serviceTier = nonEmpty(parser.getText(), serviceTier);
      }
    } else if (depth == 3 && "choices".equals(names[1]) && "finish_reason".equals(names[3])) {
      finishReason = nonEmpty(parser.getText(), finishReason);
    } else if (depth < DEPTH_OF_INTEREST && isAnswerText()) {
      textCharacters += parser.getTextLength();
    }
  }

  /** What the model wrote: text, refusal, reasoning, and the calls of tools. */
  private boolean isAnswerText() {
    if (!"choices".equals(names[1]) || !("delta".equals(names[3]) || "message".equals(names[3]))) {
      return false;
    }
    String name = names[depth];
    if (name == null) {
      return false;
    }
    return switch (depth) {
      case 4 ->
          name.equals("content")
              || name.equals("refusal")
              || name.equals("reasoning_content")
              || name.equals("reasoning");
      case 5, 7 -> name.equals("arguments") || name.equals("name");
      default -> false;
    };
  }

  private void number(JsonParser parser) throws IOException {
    noteError();
    if (usageHere && (depth == 2 || depth == 3) && "usage".equals(names[1])) {
      String name = names[depth];
      String above = depth == 3 ? names[2] : "";
      if (name != null && above != null) {
        usage.set(above, name, parser);
      }
    }
  }

  private static String nonEmpty(String text, String otherwise) {
    return text.isEmpty() || text.length() > 256 ? otherwise : text;
  }

  /** Whether the document just read is the usage event: usage and an empty list of choices. */
  boolean isUsageAlone() {
    return usageHere && choicesHere && !choiceHere;
  }

  boolean sawError() {
    return error;
  }

  /** The newest usage: providers that repeat it do so cumulatively. */
  Optional<TokenCounts> counts() {
    return usage.counts();
  }

  String model() {
    return model;
  }

  String serviceTier() {
    return serviceTier;
  }

  String finishReason() {
    return finishReason;
  }

  long textCharacters() {
    return textCharacters;
  }
}
