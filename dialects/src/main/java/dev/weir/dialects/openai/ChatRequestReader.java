package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.ChatRequest.Span;
import dev.weir.dialects.openai.ChatRequest.UsageWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads a chat completion request once, front to back. A field that Weir decides by and that occurs
 * twice is refused: which of the two counts would be the provider's choice.
 */
public final class ChatRequestReader {

  /** Longer than any model's name; what is longer is text in the wrong place. */
  static final int MODEL_CHARACTERS_MAX = 256;

  private final JsonParser parser;
  private final Optional<String> modelInPath;
  private final Set<String> seen = HashSet.newHashSet(8);

  private String model = "";
  private Span modelAt = new Span(0, 0);
  private boolean stream;
  private UsageWish usageWish = new UsageWish.Unsaid();
  private final AsksCollector asks = new AsksCollector();
  private OptionalLong maxTokens = OptionalLong.empty();
  private OptionalLong maxCompletionTokens = OptionalLong.empty();

  private ChatRequestReader(JsonParser parser, Optional<String> modelInPath) {
    this.parser = parser;
    this.modelInPath = modelInPath;
  }

  /** Reads the first {@code length} bytes. */
  public static RequestReading read(byte[] body, int length) {
    return read(body, length, Optional.empty());
  }

  /** The same; {@code model}: where the path says it, whatever the body says. */
  public static RequestReading read(byte[] body, int length, Optional<String> model) {
    try (JsonParser parser = Json.FACTORY.createParser(body, 0, length)) {
      return new ChatRequestReader(parser, model).root();
    } catch (WrongFieldException e) {
      return new RequestReading.Wrong(e.field, e.text);
    } catch (StreamConstraintsException _) {
      return new RequestReading.Malformed(Json.EXCEEDS_LIMITS);
    } catch (JsonProcessingException e) {
      // The parser's own text may quote the body; the place is enough to find the fault.
      long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      return new RequestReading.Malformed(
          at < 0
              ? "The request body is not valid JSON."
              : "The request body is not valid JSON (at byte " + at + ").");
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  private RequestReading root() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new RequestReading.Malformed("The request body is not a JSON object.");
    }
    int rootAt = offset();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      field(parser.currentName());
    }
    if (parser.nextToken() != null) {
      return new RequestReading.Malformed("The request body goes on after its JSON object.");
    }
    if (modelInPath.isPresent()) {
      model = modelInPath.get();
      checkModel();
    } else if (!seen.contains("model")) {
      throw new WrongFieldException("model", "The field 'model' is missing.");
    }
    if (!seen.contains("messages")) {
      throw new WrongFieldException("messages", "The field 'messages' is missing.");
    }
    return new RequestReading.Read(
        new ChatRequest(
            model,
            modelInPath.isPresent(),
            modelAt,
            stream,
            usageWish,
            maxCompletionTokens.isPresent() ? maxCompletionTokens : maxTokens,
            asks.asks(),
            rootAt));
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "model" -> readModel();
      case "messages" -> {
        once("messages");
        expect(JsonToken.START_ARRAY, "messages", "an array");
        asks.readMessages(parser);
      }
      case "stream" -> {
        once("stream");
        stream = flag("stream");
      }
      case "stream_options" -> {
        once("stream_options");
        readStreamOptions();
      }
      case "max_tokens" -> {
        once("max_tokens");
        maxTokens = count("max_tokens");
      }
      case "max_completion_tokens" -> {
        once("max_completion_tokens");
        maxCompletionTokens = count("max_completion_tokens");
      }
      case "tools" -> {
        parser.nextToken();
        asks.readTools(parser);
      }
      case "functions" -> {
        parser.nextToken();
        asks.readFunctions(parser);
      }
      case "reasoning_effort" -> {
        parser.nextToken();
        asks.readEffort(parser);
      }
      case "response_format" -> {
        parser.nextToken();
        asks.readFormat(parser);
      }
      default -> {
        parser.nextToken();
        parser.skipChildren();
      }
    }
  }

  private void readModel() throws IOException {
    once("model");
    JsonToken token = parser.nextToken();
    boolean isNone = modelInPath.isPresent() && token == JsonToken.VALUE_NULL;
    if (token != JsonToken.VALUE_STRING && !isNone) {
      throw wrongType("model", "a string");
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    model = parser.getText();
    modelAt = new Span(from, offset());
    if (modelInPath.isEmpty()) {
      checkModel();
    }
  }

  private void checkModel() throws WrongFieldException {
    if (model.isEmpty()) {
      throw new WrongFieldException("model", "The field 'model' is empty.");
    }
    if (model.length() > MODEL_CHARACTERS_MAX) {
      throw new WrongFieldException(
          "model", "The field 'model' exceeds " + MODEL_CHARACTERS_MAX + " characters.");
    }
  }

  private void readStreamOptions() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      usageWish = new UsageWish.Declined(here(), true);
      return;
    }
    if (token != JsonToken.START_OBJECT) {
      throw wrongType("stream_options", "an object");
    }
    int membersAt = offset();
    boolean empty = true;
    boolean said = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      empty = false;
      if (parser.currentName().equals("include_usage")) {
        once("stream_options.include_usage");
        said = true;
        boolean wanted = flag("stream_options.include_usage");
        usageWish = wanted ? new UsageWish.Asked() : new UsageWish.Declined(here(), false);
      } else {
        parser.nextToken();
        parser.skipChildren();
      }
    }
    if (!said) {
      usageWish = new UsageWish.OptionsWithout(membersAt, empty);
    }
  }

  private boolean flag(String field) throws IOException {
    return switch (parser.nextToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw wrongType(field, "a boolean");
    };
  }

  private OptionalLong count(String field) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return OptionalLong.empty();
    }
    if (token != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() < 0) {
      throw wrongType(field, "a whole number from 0 to " + Integer.MAX_VALUE);
    }
    return OptionalLong.of(parser.getIntValue());
  }

  private void expect(JsonToken token, String field, String kind) throws IOException {
    if (parser.nextToken() != token) {
      throw wrongType(field, kind);
    }
  }

  private void once(String field) throws WrongFieldException {
    if (!seen.add(field)) {
      throw new WrongFieldException(field, "The field '" + field + "' occurs twice.");
    }
  }

  private static WrongFieldException wrongType(String field, String kind) {
    return new WrongFieldException(field, "The field '" + field + "' must be " + kind + ".");
  }

  private Span here() {
    return new Span((int) parser.currentTokenLocation().getByteOffset(), offset());
  }

  private int offset() {
    return (int) parser.currentLocation().getByteOffset();
  }

  /** Leaves the reading where a field is wrong; never leaves this class. */
  private static final class WrongFieldException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String text;

    WrongFieldException(String field, String text) {
      super(text);
      this.field = field;
      this.text = text;
    }
  }
}
