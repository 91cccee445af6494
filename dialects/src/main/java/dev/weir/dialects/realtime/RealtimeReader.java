package dev.weir.dialects.realtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.realtime.RealtimeEvent.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what Weir must know of an event, in one pass and without keeping the rest. */
public final class RealtimeReader {

  /** Longer than any type or id; what is longer counts as none. */
  private static final int NAME_CHARACTERS_MAX = 256;

  private final JsonParser parser;
  private final List<Span> audio = new ArrayList<>(1);
  private String type = "";
  private String eventId = "";
  private String responseId = "";
  private String nestedResponseId = "";
  private String causeId = "";
  private long deltaCharacters;
  private Optional<Span> delta = Optional.empty();
  private Optional<SpeechFormat> heard = Optional.empty();
  private Optional<SpeechFormat> spoken = Optional.empty();

  private RealtimeReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the first {@code length} bytes; nothing where they are no object with a type. */
  public static Optional<RealtimeEvent> read(byte[] message, int length) {
    try (JsonParser parser = Json.FACTORY.createParser(message, 0, length)) {
      return new RealtimeReader(parser).read();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  private Optional<RealtimeEvent> read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (value) {
        case VALUE_STRING -> text(name);
        case START_OBJECT, START_ARRAY -> below(name);
        default -> {}
      }
    }
    boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    return whole && !type.isEmpty() ? Optional.of(event()) : Optional.empty();
  }

  private void text(String name) throws IOException {
    switch (name) {
      case "type" -> type = name();
      case "event_id" -> eventId = name();
      case "response_id" -> responseId = name();
      case "delta" -> {
        int from = start();
        deltaCharacters = parser.getTextLength();
        delta = Optional.of(new Span(from, end()));
      }
      case "audio" -> audio.add(span());
      default -> parser.finishToken();
    }
  }

  /** What lies deeper: the response's id, what an error is about, and audio wherever it is. */
  private void below(String outer) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        deepText(outer, depth);
      }
    }
  }

  private void deepText(String outer, int depth) throws IOException {
    String name = parser.currentName();
    if ("audio".equals(name)) {
      audio.add(span());
    } else if (depth == 1 && outer.equals("response") && "id".equals(name)) {
      nestedResponseId = name();
    } else if (depth == 1 && outer.equals("error") && "event_id".equals(name)) {
      causeId = name();
    } else if (outer.equals("session") || outer.equals("response")) {
      format(outer, name);
    } else {
      parser.finishToken();
    }
  }

  /** Of audio: {@code audio.output.format.type}, and {@code output_audio_format} before that. */
  private void format(String outer, String name) throws IOException {
    if (!"type".equals(name)
        && !"input_audio_format".equals(name)
        && !"output_audio_format".equals(name)) {
      parser.finishToken();
      return;
    }
    String path = parser.getParsingContext().pathAsPointer().toString();
    if (path.equals("/" + outer + "/audio/output/format/type")
        || path.equals("/" + outer + "/output_audio_format")) {
      spoken = SpeechFormat.of(name());
    } else if (path.equals("/session/audio/input/format/type")
        || path.equals("/session/input_audio_format")) {
      heard = SpeechFormat.of(name());
    } else {
      parser.finishToken();
    }
  }

  private String name() throws IOException {
    return parser.getTextLength() > NAME_CHARACTERS_MAX ? "" : parser.getText();
  }

  private Span span() throws IOException {
    int from = start();
    parser.finishToken();
    return new Span(from, end());
  }

  /** Behind the opening quote of the string at hand. */
  private int start() {
    return (int) parser.currentTokenLocation().getByteOffset() + 1;
  }

  /** Before the closing quote of the string that was read. */
  private int end() {
    return (int) parser.currentLocation().getByteOffset() - 1;
  }

  private RealtimeEvent event() {
    boolean delta = type.endsWith(".delta") && this.delta.isPresent();
    boolean isSpoken = delta && type.endsWith("audio.delta");
    if (isSpoken) {
      audio.add(this.delta.get());
      audio.sort((one, other) -> Integer.compare(one.from(), other.from()));
    }
    return new RealtimeEvent(
        type,
        eventId,
        responseId.isEmpty() ? nestedResponseId : responseId,
        causeId,
        delta && !isSpoken ? deltaCharacters : 0,
        audio,
        heard,
        spoken);
  }
}
