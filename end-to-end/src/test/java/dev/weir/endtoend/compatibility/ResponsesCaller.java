package dev.weir.endtoend.compatibility;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStreamEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code com.openai:openai-java}, Responses. */
final class ResponsesCaller implements Caller {

  private final OpenAIClient client;

  ResponsesCaller(URI gateway, String key) {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.resolve("/v1").toString())
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
  }

  @Override
  public String name() {
    return "OpenAI Responses";
  }

  @Override
  public Heard ask(String model, Feature feature, boolean stream) {
    ResponseCreateParams params = params(model, feature);
    return heard(stream ? streamed(params) : client.responses().create(params));
  }

  private Response streamed(ResponseCreateParams params) {
    ResponseAccumulator whole = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> events = client.responses().createStreaming(params)) {
      events.stream().forEach(whole::accumulate);
    }
    return whole.response();
  }

  @Override
  public int errorStatus(String model, boolean stream) {
    try {
      ask(model, Feature.ERROR, stream);
      return 200;
    } catch (OpenAIServiceException e) {
      return e.statusCode();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ResponseCreateParams params(String model, Feature feature) {
    ResponseCreateParams.Builder params =
        ResponseCreateParams.builder()
            .model(model)
            .input(
                (JsonField<ResponseCreateParams.Input>)
                    (JsonField) JsonValue.from(Bodies.plain(input(feature))));
    switch (feature) {
      case SYSTEM -> params.instructions("be brief");
      case TOOLS, TOOL_RESULTS ->
          params.putAdditionalBodyProperty(
              "tools",
              JsonValue.from(
                  Bodies.plain(
                      "[{\"type\":\"function\",\"name\":\"weather\",\"strict\":false,"
                          + "\"parameters\":"
                          + Bodies.CITY
                          + "}]")));
      case JSON_SCHEMA ->
          params.putAdditionalBodyProperty(
              "text",
              JsonValue.from(
                  Bodies.plain(
                      "{\"format\":{\"type\":\"json_schema\",\"name\":\"answer\",\"strict\":true,"
                          + "\"schema\":"
                          + Bodies.SCHEMA
                          + "}}")));
      case THINKING ->
          params.putAdditionalBodyProperty(
              "reasoning",
              JsonValue.from(Bodies.plain("{\"effort\":\"low\",\"summary\":\"auto\"}")));
      default -> {}
    }
    return params.build();
  }

  private static String input(Feature feature) {
    return switch (feature) {
      case TEXT, SYSTEM, TOOLS, JSON_SCHEMA, THINKING -> "\"hello\"";
      case ERROR -> "\"error\"";
      case IMAGE ->
          """
          [{"role":"user","content":[{"type":"input_text","text":"what is this"},
            {"type":"input_image","detail":"auto","image_url":"data:image/png;base64,%s"}]}]
          """
              .formatted(Bodies.PNG);
      case TOOL_RESULTS ->
          """
          [{"role":"user","content":"hello"},
           {"type":"function_call","call_id":"a1","name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"},
           {"type":"function_call","call_id":"b2","name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"},
           {"type":"function_call_output","call_id":"a1","output":"rain"},
           {"type":"function_call_output","call_id":"b2","output":"sun"}]
          """;
    };
  }

  private static Heard heard(Response answer) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Heard.Called> calls = new ArrayList<>();
    for (ResponseOutputItem item : answer.output()) {
      item.message()
          .ifPresent(message ->
              message
                  .content()
                  .forEach(part -> part.outputText().ifPresent(it -> text.append(it.text()))));
      item.functionCall()
          .ifPresent(call ->
              calls.add(new Heard.Called(call.name(), Bodies.tree(call.arguments()).toString())));
      item.reasoning()
          .ifPresent(reasoning -> {
            reasoning.summary().forEach(it -> thinking.append(it.text()));
            reasoning.content().orElse(List.of()).forEach(it -> thinking.append(it.text()));
          });
    }
    return new Heard(
        text.toString(),
        thinking.toString(),
        calls,
        answer.usage().orElseThrow().inputTokens(),
        answer.usage().orElseThrow().outputTokens());
  }

  @Override
  public void close() {
    client.close();
  }
}
