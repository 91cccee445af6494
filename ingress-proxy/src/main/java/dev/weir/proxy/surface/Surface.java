package dev.weir.proxy.surface;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.RequestReading;
import dev.weir.governance.policy.NativeApi;
import dev.weir.schemas.event.Dialect;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way to ask: the dialect, what its path says, and what it asks for.
 *
 * @param recorded as records name the dialect
 * @param streams how the caller wants streams
 */
public record Surface(
    DialectName dialect,
    Dialect recorded,
    CallAddress address,
    Endpoint endpoint,
    StreamFormat streams) {

  /** OpenAI Chat Completions, which is also how errors look where no surface is known. */
  public static final Surface CHAT =
      new Surface(DialectName.OPENAI_CHAT, Dialect.OPENAI_CHAT, CallAddress.SAYS_NOTHING);

  /** OpenAI Realtime, whose path is a socket's and no request's. */
  public static final Surface REALTIME =
      new Surface(DialectName.OPENAI_RESPONSES, Dialect.OPENAI_REALTIME, CallAddress.SAYS_NOTHING);

  private static final Surface EMBEDDINGS =
      new Surface(
          DialectName.OPENAI_CHAT,
          Dialect.OPENAI_EMBEDDINGS,
          CallAddress.SAYS_NOTHING,
          Endpoint.Known.EMBEDDINGS,
          StreamFormat.EVENTS);
  private static final Surface RESPONSES =
      new Surface(DialectName.OPENAI_RESPONSES, Dialect.OPENAI_RESPONSES, CallAddress.SAYS_NOTHING);
  private static final Surface ANTHROPIC =
      new Surface(DialectName.ANTHROPIC, Dialect.ANTHROPIC_MESSAGES, CallAddress.SAYS_NOTHING);

  private static final Surface GEMINI =
      new Surface(DialectName.GEMINI, Dialect.GEMINI, CallAddress.SAYS_NOTHING);
  private static final Surface ANTHROPIC_COUNT =
      new Surface(
          DialectName.ANTHROPIC,
          Dialect.ANTHROPIC_MESSAGES,
          CallAddress.SAYS_NOTHING,
          Endpoint.Known.TOKEN_COUNT,
          StreamFormat.EVENTS);

  private static final Pattern GEMINI_MODELS =
      Pattern.compile(
          "/(?:v1beta|v1)/(?:models/|(?=tunedModels/))"
              + "|/(?:v1beta1|v1)/(?:projects/[^/]+/locations/[^/]+/)?publishers/google/models/");

  /** What Google's two APIs have before OpenAI's paths. */
  private static final Pattern OPENAI_OF_GOOGLE =
      Pattern.compile(
          "/(?:v1beta|v1)/(?:openai|projects/[^/]+/locations/[^/]+/endpoints/openapi)(?=/)"
              + "|/v1beta1/projects/[^/]+/locations/[^/]+/endpoints/openapi(?=/)");

  private static final Pattern VERSIONS = Pattern.compile("^(?:/v[0-9]+[a-z0-9]*)+(?=/)");

  private static final Pattern DEPLOYMENT =
      Pattern.compile("/deployments/([^/]+)/(chat/completions|embeddings)");

  private static final String COUNT = ":countTokens";

  /**
   * Paths of Google, in lower case, that ask a model: methods that predict or generate, OpenAI's
   * paths that answer in words, interactions.
   */
  private static final Pattern ANSWERS_OF_GOOGLE =
      Pattern.compile(
          ":\\s*(?:[a-z]*predict(?![a-z])|[a-z]*generate[a-z]+)"
              + "|/(?:openai|endpoints/[^/]+)/(?:v[0-9]+[a-z0-9]*/)*"
              + "(?:chat/completions|completions|responses|messages)(?![a-z])"
              + "|/interactions(?![a-z/])");

  private static final String GENERATE = ":generateContent";
  private static final String STREAM_GENERATE = ":streamGenerateContent";

  /** A call of a provider's own API. */
  public static Surface of(PassageAsk passage) {
    DialectName dialect = speaking(passage.path().api()).dialect;
    return new Surface(
        dialect, Dialect.NATIVE, CallAddress.SAYS_NOTHING, passage, StreamFormat.EVENTS);
  }

  /** For answers of Weir's own to callers of a provider's own API. */
  public static Surface speaking(NativeApi api) {
    return switch (api) {
      case OPENAI -> CHAT;
      case ANTHROPIC -> ANTHROPIC;
      case GENAI -> GEMINI;
    };
  }

  /** For answers of Weir's own to callers of a dialect. */
  public static Surface speaking(DialectName dialect) {
    return switch (dialect) {
      case ANTHROPIC -> ANTHROPIC;
      case GEMINI -> GEMINI;
      case OPENAI_RESPONSES -> RESPONSES;
      case OPENAI_CHAT, BEDROCK -> CHAT;
    };
  }

  private Surface(DialectName dialect, Dialect recorded, CallAddress address) {
    this(dialect, recorded, address, Endpoint.Known.ANSWER, StreamFormat.EVENTS);
  }

  /**
   * The surface under a path.
   *
   * @param path as it came, percent-encoded and without its query
   * @param query as it came; empty for none
   */
  public static Optional<Surface> at(String path, String query) {
    return switch (path) {
      case "/v1/chat/completions" -> Optional.of(CHAT);
      case "/v1/responses" -> Optional.of(RESPONSES);
      case "/v1/messages" -> Optional.of(ANTHROPIC);
      case "/v1/messages/count_tokens" -> Optional.of(ANTHROPIC_COUNT);
      case "/v1/embeddings" -> Optional.of(EMBEDDINGS);
      default -> ofGoogle(path).or(() -> gemini(path, query));
    };
  }

  private static Optional<Surface> ofGoogle(String path) {
    Matcher matcher = OPENAI_OF_GOOGLE.matcher(path);
    return switch (matcher.lookingAt() ? path.substring(matcher.end()) : "") {
      case "/chat/completions" -> Optional.of(CHAT);
      case "/embeddings" -> Optional.of(EMBEDDINGS);
      default -> Optional.empty();
    };
  }

  /**
   * Whether a path, which is none of Weir's, asks a model of Google for an answer: it shall not
   * pass unread, however it is written.
   *
   * @param path as it came, percent-encoded and without its query
   */
  public static boolean isUnreadAnswer(NativeApi api, String path) {
    String below = decoded(path.substring(api.prefix().length())).toLowerCase(Locale.ROOT);
    return api == NativeApi.GENAI && ANSWERS_OF_GOOGLE.matcher(below).find();
  }

  /**
   * The surface under the prefix of a provider's own API, whatever version it names, or none: what
   * Weir reads has no second way to the provider, however its path is encoded. Azure's paths of
   * deployments are among them; a deployment is a model here.
   *
   * @param path as it came, percent-encoded and without the prefix and its query
   */
  public static Optional<Surface> under(String path, String query) {
    String below = VERSIONS.matcher(path).replaceFirst("");
    return at("/v1" + below, query)
        .or(() -> ofDeployment(below))
        .or(() -> at("/v1" + VERSIONS.matcher(decoded(path)).replaceFirst(""), query));
  }

  private static Optional<Surface> ofDeployment(String below) {
    Matcher matcher = DEPLOYMENT.matcher(below);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String model = decoded(matcher.group(1));
    CallAddress address = new CallAddress(Optional.of(model), Optional.empty());
    Surface surface = matcher.group(2).equals("embeddings") ? EMBEDDINGS : CHAT;
    return Optional.of(
        new Surface(surface.dialect, surface.recorded, address, surface.endpoint, surface.streams));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /** Also Vertex AI's paths, with a project and a place or without. */
  private static Optional<Surface> gemini(String path, String query) {
    Matcher matcher = GEMINI_MODELS.matcher(path);
    String rest = matcher.lookingAt() ? path.substring(matcher.end()) : "";
    if (rest.endsWith(STREAM_GENERATE)) {
      return geminiOf(
          rest.substring(0, rest.length() - STREAM_GENERATE.length()),
          true,
          Endpoint.Known.ANSWER,
          asksForEvents(query) ? StreamFormat.EVENTS : StreamFormat.JSON_ARRAY);
    }
    if (rest.endsWith(GENERATE)) {
      return geminiOf(
          rest.substring(0, rest.length() - GENERATE.length()),
          false,
          Endpoint.Known.ANSWER,
          StreamFormat.EVENTS);
    }
    if (rest.endsWith(COUNT)) {
      return geminiOf(
          rest.substring(0, rest.length() - COUNT.length()),
          false,
          Endpoint.Known.TOKEN_COUNT,
          StreamFormat.EVENTS);
    }
    return Optional.empty();
  }

  /** Google's servers answer with an array where {@code alt} is anything else, or missing. */
  private static boolean asksForEvents(String query) {
    for (String parameter : query.split("&", -1)) {
      // A system parameter may have a dollar sign before it.
      String plain = parameter.replace("%24", "$");
      if (plain.equals("alt=sse") || plain.equals("$alt=sse")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Surface> geminiOf(
      String model, boolean stream, Endpoint endpoint, StreamFormat streams) {
    try {
      String name = URLDecoder.decode(model.replace("+", "%2B"), StandardCharsets.UTF_8);
      return name.isEmpty() || name.endsWith("/")
          ? Optional.empty()
          : Optional.of(
              new Surface(
                  DialectName.GEMINI,
                  Dialect.GEMINI,
                  new CallAddress(Optional.of(name), Optional.of(stream)),
                  endpoint,
                  streams));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether it is a provider's own API, which Weir does not read. */
  public boolean isPassage() {
    return endpoint instanceof PassageAsk;
  }

  /** Whether a model answers in words. */
  public boolean isForAnswer() {
    return endpoint == Endpoint.Known.ANSWER;
  }

  /** The caller's dialect, with streams as the caller wants them. */
  public dev.weir.dialects.canonical.Dialect spoken() {
    return streams == StreamFormat.JSON_ARRAY ? Dialects.geminiArrays() : Dialects.of(dialect);
  }

  /** Reads a request of this surface. */
  public AskReading read(byte[] body, int length) {
    return switch (endpoint) {
      case PassageAsk passage -> new AskReading.Read(passage);
      case Endpoint.Known.ANSWER -> readForAnswer(body, length);
      case Endpoint.Known.TOKEN_COUNT ->
          canonical(CountAsk.read(dialect, exact(body, length), address));
      case Endpoint.Known.EMBEDDINGS -> EmbeddingAsk.read(exact(body, length), address.model());
    };
  }

  private AskReading readForAnswer(byte[] body, int length) {
    if (dialect == DialectName.OPENAI_CHAT) {
      return switch (ChatRequestReader.read(body, length, address.model())) {
        case RequestReading.Read(var request) ->
            new AskReading.Read(new ChatAsk(request, Dialects.of(DialectName.OPENAI_CHAT)));
        case RequestReading.Malformed(String message) -> new AskReading.Wrong(message);
        case RequestReading.Wrong(_, String message) -> new AskReading.Wrong(message);
      };
    }
    return canonical(Dialects.of(dialect).read(exact(body, length), address));
  }

  private AskReading canonical(Reading reading) {
    return switch (reading) {
      case Reading.Read(var request) when request.model().length() > Ask.MODEL_CHARACTERS_MAX ->
          new AskReading.Wrong(
              "The model's name exceeds " + Ask.MODEL_CHARACTERS_MAX + " characters.");
      case Reading.Read(var request) ->
          new AskReading.Read(
              endpoint == Endpoint.Known.ANSWER
                  ? new CanonicalAsk(request, spoken())
                  : new CountAsk(request));
      case Reading.Wrong(_, String message) -> new AskReading.Wrong(message);
    };
  }

  static byte[] exact(byte[] body, int length) {
    return body.length == length ? body : Arrays.copyOf(body, length);
  }
}
