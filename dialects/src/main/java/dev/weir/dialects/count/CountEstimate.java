package dev.weir.dialects.count;

import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenEstimate;
import java.util.List;

/**
 * An estimate of a request's tokens: its texts by {@link TokenEstimate}, a few for each turn, and a
 * fixed number for each image, sound or document, whose size in bytes says nothing.
 */
public final class CountEstimate {

  /** What providers add around a turn: its role and its separators. */
  private static final int TURN_TOKENS = 4;

  /** About what a picture of a screen costs with most providers. */
  private static final int MEDIA_TOKENS = 1_600;

  private CountEstimate() {}

  public static long of(CanonicalRequest request) {
    long tokens = 0;
    long characters = 0;
    for (Turn turn : request.turns()) {
      tokens += TURN_TOKENS;
      characters += characters(turn.parts());
      tokens += media(turn.parts()) * (long) MEDIA_TOKENS;
    }
    for (Tool tool : request.tools()) {
      characters += characters(tool);
    }
    return tokens + TokenEstimate.ofText(characters);
  }

  private static long characters(List<Part> parts) {
    long sum = 0;
    for (Part part : parts) {
      sum +=
          switch (part) {
            case Part.Text it -> it.text().length();
            case Part.Media it ->
                it.source() instanceof MediaSource.PlainText(String text) ? text.length() : 0;
            case Part.ToolCall it -> it.name().length() + it.arguments().length();
            case Part.CustomCall it -> it.name().length() + it.input().length();
            case Part.ToolResult it -> characters(it.content());
            case Part.Thinking it -> it.text().length();
            case Part.HiddenThinking it -> it.data().length();
            case Part.Refusal it -> it.text().length();
            case Part.Foreign it -> Json.text(it.json()).length();
          };
    }
    return sum;
  }

  private static int media(List<Part> parts) {
    int count = 0;
    for (Part part : parts) {
      if (part instanceof Part.Media media && !(media.source() instanceof MediaSource.PlainText)) {
        count++;
      } else if (part instanceof Part.ToolResult result) {
        count += media(result.content());
      }
    }
    return count;
  }

  private static long characters(Tool tool) {
    return switch (tool) {
      case Tool.Function it ->
          it.name().length()
              + (long) it.description().map(String::length).orElse(0)
              + it.schema().map(schema -> Json.text(schema).length()).orElse(0);
      case Tool.Custom it ->
          it.name().length()
              + (long) it.description().map(String::length).orElse(0)
              + it.grammar().map(grammar -> grammar.definition().length()).orElse(0);
      case Tool.Foreign it -> Json.text(it.json()).length();
    };
  }
}
