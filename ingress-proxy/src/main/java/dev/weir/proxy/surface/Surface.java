package dev.weir.proxy.surface;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.RequestReading;
import dev.weir.schemas.event.Dialect;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One way to ask for an answer: the dialect, and what its path says.
 *
 * @param recorded as records name the dialect
 */
public record Surface(DialectName dialect, Dialect recorded, CallAddress address) {

  /** OpenAI Chat Completions, which is also how errors look where no surface is known. */
  public static final Surface CHAT =
      new Surface(DialectName.OPENAI_CHAT, Dialect.OPENAI_CHAT, CallAddress.SAYS_NOTHING);

  /** OpenAI Realtime, whose path is a socket's and no request's. */
  public static final Surface REALTIME =
      new Surface(DialectName.OPENAI_RESPONSES, Dialect.OPENAI_REALTIME, CallAddress.SAYS_NOTHING);

  private static final Surface RESPONSES =
      new Surface(DialectName.OPENAI_RESPONSES, Dialect.OPENAI_RESPONSES, CallAddress.SAYS_NOTHING);
  private static final Surface ANTHROPIC =
      new Surface(DialectName.ANTHROPIC, Dialect.ANTHROPIC_MESSAGES, CallAddress.SAYS_NOTHING);

  private static final String GENERATE = ":generateContent";
  private static final String STREAM_GENERATE = ":streamGenerateContent";

  /** The surface under a path as it came, percent-encoded and without its query. */
  public static Optional<Surface> at(String path) {
    return switch (path) {
      case "/v1/chat/completions" -> Optional.of(CHAT);
      case "/v1/responses" -> Optional.of(RESPONSES);
      case "/v1/messages" -> Optional.of(ANTHROPIC);
      default -> gemini(path);
    };
  }

  /** {@code /v1beta/models/MODEL:generateContent}, under {@code /v1} as well. */
  private static Optional<Surface> gemini(String path) {
    String rest =
        path.startsWith("/v1beta/models/")
            ? path.substring("/v1beta/models/".length())
            : path.startsWith("/v1/models/") ? path.substring("/v1/models/".length()) : "";
    if (rest.endsWith(STREAM_GENERATE)) {
      return geminiOf(rest.substring(0, rest.length() - STREAM_GENERATE.length()), true);
    }
    if (rest.endsWith(GENERATE)) {
      return geminiOf(rest.substring(0, rest.length() - GENERATE.length()), false);
    }
    return Optional.empty();
  }

  private static Optional<Surface> geminiOf(String model, boolean stream) {
    try {
      String name = URLDecoder.decode(model.replace("+", "%2B"), StandardCharsets.UTF_8);
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Surface(
                  DialectName.GEMINI,
                  Dialect.GEMINI,
                  new CallAddress(Optional.of(name), Optional.of(stream))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Reads a request of this surface. */
  public AskReading read(byte[] body, int length) {
    if (dialect == DialectName.OPENAI_CHAT) {
      return switch (ChatRequestReader.read(body, length)) {
        case RequestReading.Read(var request) -> new AskReading.Read(new ChatAsk(request));
        case RequestReading.Malformed(String message) -> new AskReading.Wrong(message);
        case RequestReading.Wrong(_, String message) -> new AskReading.Wrong(message);
      };
    }
    return switch (Dialects.of(dialect).read(exact(body, length), address)) {
      case Reading.Read(var request) when request.model().length() > Ask.MODEL_CHARACTERS_MAX ->
          new AskReading.Wrong(
              "The model's name exceeds " + Ask.MODEL_CHARACTERS_MAX + " characters.");
      case Reading.Read(var request) -> new AskReading.Read(new CanonicalAsk(request));
      case Reading.Wrong(_, String message) -> new AskReading.Wrong(message);
    };
  }

  static byte[] exact(byte[] body, int length) {
    return body.length == length ? body : Arrays.copyOf(body, length);
  }
}
