package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counting the tokens of a request without an answer: {@code :countTokens} replies {@code
 * {"totalTokens": n}}. The Gemini API takes {@code contents} alone, or a whole request as {@code
 * generateContentRequest} (ai.google.dev/api/tokens); Vertex AI takes instructions and tools beside
 * {@code contents}, and no whole request.
 */
public final class CountTokens {

  private static final List<String> UNKNOWN_TO_VERTEX =
      List.of("toolConfig", "safetySettings", "cachedContent", "labels");

  private CountTokens() {}

  /** Reads a caller's request to count, in either form. */
  public static Reading read(byte[] body, CallAddress address) {
    GeminiDialect dialect = new GeminiDialect();
    try {
      At root = Spelling.camel(Json.object(body));
      Optional<At> whole = root.object("generateContentRequest");
      return dialect.read(whole.isEmpty() ? body : Json.bytes(whole.get().node()), address);
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  /** Where a provider counts for this model, below its base URL. */
  public static String path(String model) {
    return "/models/" + URLEncoder.encode(model, UTF_8).replace("+", "%20") + ":countTokens";
  }

  /** Writes a request to count for the Gemini API. */
  public static WrittenRequest write(CanonicalRequest request, Losses losses) {
    ObjectNode root = Json.newObject();
    ObjectNode whole = root.putObject("generateContentRequest");
    whole.put("model", "models/" + request.model());
    whole.setAll(root(request, GeminiServer.GEMINI_API, losses));
    return new WrittenRequest(path(request.model()), Json.bytes(root));
  }

  /** The same for Vertex AI. */
  public static WrittenRequest writeForVertex(CanonicalRequest request, Losses losses) {
    ObjectNode root = root(request, GeminiServer.VERTEX, losses);
    root.remove(UNKNOWN_TO_VERTEX);
    return new WrittenRequest(path(request.model()), Json.bytes(root));
  }

  private static ObjectNode root(CanonicalRequest request, GeminiServer server, Losses losses) {
    CanonicalRequest sayable = new GeminiDialect().sayable(request, losses);
    return new GeminiRequestWriter(sayable, server, losses).write();
  }

  /** What the provider counted; nothing where its reply is no count. */
  public static OptionalLong readReply(byte[] body) {
    JsonNode count = Json.tree(body, 0, body.length).orElse(Json.newObject()).path("totalTokens");
    return count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0
        ? OptionalLong.of(count.longValue())
        : OptionalLong.empty();
  }

  /** Writes the reply to a caller. */
  public static byte[] writeReply(long totalTokens) {
    return Json.bytes(Json.newObject().put("totalTokens", totalTokens));
  }
}
