package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamBodyTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'model':'a','messages':[],'stream':true}"
            + " | {'stream_options':{'include_usage':true},'model':'b','messages':[],'stream':true}",
        "{'stream':true,'stream_options':{},'model':'a','messages':[]}"
            + " | {'stream':true,'stream_options':{'include_usage':true},'model':'b','messages':[]}",
        "{'stream':true,'stream_options':{'x':1},'model':'a','messages':[]}"
            + " | {'stream':true,'stream_options':{'include_usage':true,'x':1},'model':'b','messages':[]}",
        "{'stream':true,'stream_options':{'include_usage':false},'model':'a','messages':[]}"
            + " | {'stream':true,'stream_options':{'include_usage':true},'model':'b','messages':[]}",
        "{'stream':true,'stream_options':null,'model':'a','messages':[]}"
            + " | {'stream':true,'stream_options':{'include_usage':true},'model':'b','messages':[]}",
        "{'stream':false,'model':'a','messages':[{'model':'a'}]}"
            + " | {'stream':false,'model':'b','messages':[{'model':'a'}]}",
      })
  void changesTheModelAndAsksForUsage(String before, String after) {
    assertThat(upstream(before.replace('\'', '"'), "b")).isEqualTo(after.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ 'messages':[]} | {'model':'b', 'messages':[]}",
        "{'messages':[],'model':'b'} | {'messages':[],'model':'b'}",
        "{'messages':[],'model':null} | {'messages':[],'model':'b'}",
        "{'stream':true,'messages':[]}"
            + " | {'model':'b','stream_options':{'include_usage':true},'stream':true,'messages':[]}"
      })
  void tellsTheModelOfThePath(String before, String after) {
    byte[] body = before.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ChatRequest request =
        ((RequestReading.Read) ChatRequestReader.read(body, body.length, Optional.of("b")))
            .request();

    assertThat(request.model()).isEqualTo("b");
    ByteBuffer out = UpstreamBody.of(body, body.length, request, "b");
    assertThat(StandardCharsets.UTF_8.decode(out).toString()).isEqualTo(after.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'messages':[]", "{'messages':[],'model':1}"})
  void readsNoOtherModelThanAName(String body) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(ChatRequestReader.read(bytes, bytes.length, Optional.of("b")))
        .isNotInstanceOf(RequestReading.Read.class);
  }

  @Test
  void keepsTheSameArrayWhereNothingChanges() {
    byte[] body = "{\"model\":\"a\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8);

    assertThat(UpstreamBody.of(body, body.length, read(body), "a").array()).isSameAs(body);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void changesNothingElseInAnyRequest(long seed) throws Exception {
    Random random = new Random(seed);
    boolean stream = random.nextBoolean();
    List<String> fields =
        new ArrayList<>(
            List.of(
                "\"model\" : \"caf\\u00e9 \u20ac\"",
                "\"messages\":[{\"content\":\"\\\"model\\\":\u00fc\"}]",
                "\"stream\":" + stream,
                "\"other\":{\"stream_options\":{\"include_usage\":false}}",
                "\"n\":[1.50,null,{}]"));
    if (random.nextBoolean()) {
      fields.add("\"stream_options\" : {\"include_obfuscation\":false}");
    }
    Collections.shuffle(fields, random);
    String body = "{" + " ".repeat(random.nextInt(3)) + String.join(" ,\n", fields) + "}";

    String upstream = upstream(body, "gpt \"x\"");

    ObjectNode expected = (ObjectNode) MAPPER.readTree(body);
    expected.put("model", "gpt \"x\"");
    if (stream) {
      JsonNode options = expected.withObjectProperty("stream_options");
      ((ObjectNode) options).put("include_usage", true);
    }
    assertThat(MAPPER.readTree(upstream)).isEqualTo(expected);
    assertThat(upstream).contains("[1.50,null,{}]");
  }

  private static String upstream(String body, String model) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = UpstreamBody.of(bytes, bytes.length, read(bytes), model);
    return StandardCharsets.UTF_8.decode(out).toString();
  }

  private static ChatRequest read(byte[] body) {
    return switch (ChatRequestReader.read(body, body.length)) {
      case RequestReading.Read(ChatRequest request) -> request;
      case RequestReading.Malformed(String message) -> throw new AssertionError(message);
      case RequestReading.Wrong(_, String message) -> throw new AssertionError(message);
    };
  }
}
