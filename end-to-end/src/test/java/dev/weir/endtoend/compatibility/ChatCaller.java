package dev.weir.endtoend.compatibility;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code com.openai:openai-java}, Chat Completions. */
final class ChatCaller implements Caller {

  private final OpenAIClient client;

  ChatCaller(URI gateway, String key) {
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
    return "OpenAI Chat";
  }

  @Override
  public Heard ask(String model, Feature feature, boolean stream) {
    ChatCompletionCreateParams params = params(model, feature);
    return heard(stream ? streamed(params) : client.chat().completions().create(params));
  }

  private ChatCompletion streamed(ChatCompletionCreateParams params) {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    ChatCompletionCreateParams withUsage =
        params.toBuilder()
            .putAdditionalBodyProperty(
                "stream_options", JsonValue.from(Map.of("include_usage", true)))
            .build();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(withUsage)) {
      chunks.stream().forEach(whole::accumulate);
    }
    return whole.chatCompletion();
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

  // The client's own types are one builder a field; the JSON is what goes over the wire.
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ChatCompletionCreateParams params(String model, Feature feature) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .messages(
                (JsonField<List<ChatCompletionMessageParam>>)
                    (JsonField) JsonValue.from(Bodies.plain(messages(feature))));
    switch (feature) {
      case TOOLS, TOOL_RESULTS ->
          params.putAdditionalBodyProperty(
              "tools",
              JsonValue.from(
                  Bodies.plain(
                      "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
                          + Bodies.CITY
                          + "}}]")));
      case JSON_SCHEMA ->
          params.putAdditionalBodyProperty(
              "response_format",
              JsonValue.from(
                  Bodies.plain(
                      "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"strict\":true,"
                          + "\"schema\":"
                          + Bodies.SCHEMA
                          + "}}")));
      case THINKING -> params.putAdditionalBodyProperty("reasoning_effort", JsonValue.from("low"));
      default -> {}
    }
    return params.build();
  }

  private static String messages(Feature feature) {
    return switch (feature) {
      case TEXT, TOOLS, JSON_SCHEMA, THINKING -> "[{\"role\":\"user\",\"content\":\"hello\"}]";
      case ERROR -> "[{\"role\":\"user\",\"content\":\"error\"}]";
      case SYSTEM ->
          """
          [{"role":"system","content":"be brief"},{"role":"user","content":"hello"}]
          """;
      case IMAGE ->
          """
          [{"role":"user","content":[{"type":"text","text":"what is this"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}]
          """
              .formatted(Bodies.PNG);
      case TOOL_RESULTS ->
          """
          [{"role":"user","content":"hello"},
           {"role":"assistant","content":null,"tool_calls":[
             {"id":"a1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},
             {"id":"b2","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
           {"role":"tool","tool_call_id":"a1","content":"rain"},
           {"role":"tool","tool_call_id":"b2","content":"sun"}]
          """;
    };
  }

  // The client has no other way to fields that are not OpenAI's own.
  @SuppressWarnings("deprecation")
  private static Heard heard(ChatCompletion answer) {
    ChatCompletionMessage message = answer.choices().getFirst().message();
    JsonValue thinking = message._additionalProperties().get("reasoning_content");
    return new Heard(
        message.content().orElse(""),
        thinking == null ? "" : thinking.asStringOrThrow(),
        message.toolCalls().orElse(List.of()).stream()
            .map(call -> call.asFunction().function())
            .map(it -> new Heard.Called(it.name(), Bodies.tree(it.arguments()).toString()))
            .toList(),
        answer.usage().orElseThrow().promptTokens(),
        answer.usage().orElseThrow().completionTokens());
  }

  @Override
  public void close() {
    client.close();
  }
}
