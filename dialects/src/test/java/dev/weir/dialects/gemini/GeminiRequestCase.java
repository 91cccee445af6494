package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.json.Json;
import java.util.Optional;

/** Reads requests of Gemini and writes those of others to it. */
abstract class GeminiRequestCase {

  static final CallAddress ADDRESS =
      new CallAddress(Optional.of("gemini-2.5-flash"), Optional.of(true));

  final GeminiDialect dialect = new GeminiDialect();

  CanonicalRequest read(String body) {
    Reading reading = dialect.read(body.getBytes(UTF_8), ADDRESS);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).request();
  }

  static CanonicalRequest chat(String members) {
    String body = "{\"model\":\"gemini-2.5-flash\"," + members + "}";
    Reading reading = ChatDialect.ofOpenAi().read(body.getBytes(UTF_8), CallAddress.SAYS_NOTHING);
    return ((Reading.Read) reading).request();
  }

  JsonNode written(CanonicalRequest request, Losses losses) {
    byte[] body = dialect.write(request, losses).body();
    return Json.tree(body, 0, body.length).orElseThrow();
  }

  JsonNode written(CanonicalRequest request) {
    return written(request, new Losses());
  }

  static JsonNode tree(String json) {
    return Json.tree(json).orElseThrow();
  }

  static String withParts(String parts) {
    return "{\"contents\":[{\"role\":\"model\",\"parts\":[" + parts + "]}]}";
  }
}
