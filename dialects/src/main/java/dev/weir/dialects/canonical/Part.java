package dev.weir.dialects.canonical;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of a turn. */
public sealed interface Part {

  /**
   * Text.
   *
   * @param cached whether the caller wants the prompt up to here to be cached by the provider
   */
  record Text(String text, Optional<CacheMark> cached) implements Part {

    public Text(String text) {
      this(text, Optional.empty());
    }
  }

  /**
   * An image, a document, sound or a film.
   *
   * @param detail OpenAI's {@code detail} of an image
   * @param name a document's file name or title
   */
  record Media(
      Kind kind,
      MediaSource source,
      Optional<String> detail,
      Optional<String> name,
      Optional<CacheMark> cached)
      implements Part {

    /** What it is to the model. */
    public enum Kind {
      IMAGE,
      DOCUMENT,
      AUDIO,
      VIDEO;

      /** By the type of the bytes; what is neither picture, sound nor film is a document. */
      public static Kind ofMediaType(String type) {
        String kind = type.toLowerCase(Locale.ROOT);
        if (kind.startsWith("image/")) {
          return IMAGE;
        }
        if (kind.startsWith("audio/")) {
          return AUDIO;
        }
        return kind.startsWith("video/") ? VIDEO : DOCUMENT;
      }

      /** What the bytes are, where their type says so and the place that they stand in does not. */
      public Kind orAs(MediaSource source) {
        return source instanceof MediaSource.Inline(String type, var _)
                && !type.equals(DataUri.ANY_BYTES)
            ? ofMediaType(type)
            : this;
      }
    }
  }

  /**
   * The model's call of a tool.
   *
   * @param id as the provider gave it; a reader whose dialect has none makes one that is unique in
   *     the request
   * @param arguments a JSON object as text, as it came; maybe cut off where the answer was
   * @param signature Gemini's {@code thoughtSignature} of the call, to be given back unaltered
   */
  record ToolCall(
      String id,
      String name,
      String arguments,
      Optional<String> signature,
      Optional<CacheMark> cached)
      implements Part {

    public ToolCall(String id, String name, String arguments) {
      this(id, name, arguments, Optional.empty(), Optional.empty());
    }

    /** The same call of the tool by another name. */
    ToolCall named(String other) {
      return new ToolCall(id, other, arguments, signature, cached);
    }
  }

  /** The model's call of a {@link Tool.Custom}, with the text that it takes. */
  record CustomCall(String id, String name, String input) implements Part {

    /** The same call of the tool by another name. */
    CustomCall named(String other) {
      return new CustomCall(id, other, input);
    }
  }

  /**
   * What a tool answered.
   *
   * @param name the tool's, where the dialect says it; else a writer looks the call up by its id
   * @param content {@link Text}, {@link Media} and {@link Foreign} only
   */
  record ToolResult(
      String callId,
      Optional<String> name,
      List<Part> content,
      boolean isError,
      Optional<CacheMark> cached)
      implements Part {

    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /**
   * What the model thought, in words.
   *
   * @param signature the provider's proof, to be given back unaltered to a provider of the same
   *     dialect and to no other
   * @param signedBy the dialect that the signature belongs to
   */
  record Thinking(String text, Optional<String> signature, DialectName signedBy) implements Part {}

  /** What the model thought, for the provider's eyes only; see {@link Thinking}. */
  record HiddenThinking(String data, DialectName signedBy) implements Part {}

  /** The model declined, in words. */
  record Refusal(String text) implements Part {}

  /**
   * A part that only its dialect knows (a server tool's call or result, a citation's source): it
   * goes back to that dialect as it came.
   *
   * @param type its name there, for {@link Losses}
   * @param instead what other dialects say in its place; empty where they cannot
   */
  record Foreign(DialectName dialect, String type, JsonNode json, Optional<Instead> instead)
      implements Part {

    /**
     * The same in parts that all dialects have.
     *
     * @param parts of those, what the part says to a model
     * @param lost the names of what they do not say
     */
    public record Instead(List<Part> parts, List<String> lost) {

      public Instead {
        parts = List.copyOf(parts);
        lost = List.copyOf(lost);
      }
    }

    public Foreign(DialectName dialect, String type, JsonNode json) {
      this(dialect, type, json, Optional.empty());
    }
  }
}
