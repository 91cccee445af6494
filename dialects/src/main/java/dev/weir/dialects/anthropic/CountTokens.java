package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counting the tokens of a request without an answer: {@code /messages/count_tokens} takes the
 * request without what concerns the answer alone, and replies {@code {"input_tokens": n}}
 * (platform.claude.com/docs/en/api/messages-count-tokens).
 */
public final class CountTokens {

  private static final List<String> OF_THE_ANSWER =
      List.of(
          "max_tokens",
          "stream",
          "temperature",
          "top_p",
          "top_k",
          "stop_sequences",
          "metadata",
          "service_tier");

  private CountTokens() {}

  /** Reads a caller's request to count. */
  public static Reading read(byte[] body) {
    return new AnthropicDialect().read(body, CallAddress.SAYS_NOTHING);
  }

  /** Writes a request to count for a provider. */
  public static WrittenRequest write(CanonicalRequest request, Losses losses) {
    CanonicalRequest legal = new AnthropicDialect().sayable(request, losses);
    ObjectNode root = new AnthropicRequestWriter(legal, losses).write();
    root.remove(OF_THE_ANSWER);
    return new WrittenRequest("/messages/count_tokens", Json.bytes(root));
  }

  /** What the provider counted; nothing where its reply is no count. */
  public static OptionalLong readReply(byte[] body) {
    JsonNode count = Json.tree(body, 0, body.length).orElse(Json.newObject()).path("input_tokens");
    return count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0
        ? OptionalLong.of(count.longValue())
        : OptionalLong.empty();
  }

  /** Writes the reply to a caller. */
  public static byte[] writeReply(long inputTokens) {
    return Json.bytes(Json.newObject().put("input_tokens", inputTokens));
  }
}
