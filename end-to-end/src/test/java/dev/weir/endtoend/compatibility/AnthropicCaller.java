package dev.weir.endtoend.compatibility;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonField;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.MessageParam;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code com.anthropic:anthropic-java}. */
final class AnthropicCaller implements Caller {

  private final AnthropicClient client;

  AnthropicCaller(URI gateway, String key) {
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(gateway.toString())
            .apiKey(key)
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
  }

  @Override
  public String name() {
    return "Anthropic Messages";
  }

  @Override
  public Heard ask(String model, Feature feature, boolean stream) {
    MessageCreateParams params = params(model, feature);
    return heard(stream ? streamed(params) : client.messages().create(params));
  }

  private Message streamed(MessageCreateParams params) {
    MessageAccumulator whole = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(params)) {
      events.stream().forEach(whole::accumulate);
    }
    return whole.message();
  }

  @Override
  public int errorStatus(String model, boolean stream) {
    try {
      ask(model, Feature.ERROR, stream);
      return 200;
    } catch (AnthropicServiceException e) {
      return e.statusCode();
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static MessageCreateParams params(String model, Feature feature) {
    MessageCreateParams.Builder params =
        MessageCreateParams.builder()
            .model(model)
            .maxTokens(2_000)
            .messages(
                (JsonField<List<MessageParam>>)
                    (JsonField) JsonValue.from(Bodies.plain(messages(feature))));
    switch (feature) {
      case SYSTEM -> params.system("be brief");
      case TOOLS, TOOL_RESULTS ->
          params.putAdditionalBodyProperty(
              "tools",
              JsonValue.from(
                  Bodies.plain("[{\"name\":\"weather\",\"input_schema\":" + Bodies.CITY + "}]")));
      case JSON_SCHEMA ->
          params.putAdditionalBodyProperty(
              "output_config",
              JsonValue.from(
                  Bodies.plain(
                      "{\"format\":{\"type\":\"json_schema\",\"schema\":" + Bodies.SCHEMA + "}}")));
      case THINKING -> params.enabledThinking(1_024);
      default -> {}
    }
    return params.build();
  }

  private static String messages(Feature feature) {
    return switch (feature) {
      case TEXT, SYSTEM, TOOLS, JSON_SCHEMA, THINKING ->
          "[{\"role\":\"user\",\"content\":\"hello\"}]";
      case ERROR -> "[{\"role\":\"user\",\"content\":\"error\"}]";
      case IMAGE ->
          """
          [{"role":"user","content":[{"type":"text","text":"what is this"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"%s"}}]}]
          """
              .formatted(Bodies.PNG);
      case TOOL_RESULTS ->
          """
          [{"role":"user","content":"hello"},
           {"role":"assistant","content":[
             {"type":"tool_use","id":"a1","name":"weather","input":{"city":"Oslo"}},
             {"type":"tool_use","id":"b2","name":"weather","input":{"city":"Rome"}}]},
           {"role":"user","content":[
             {"type":"tool_result","tool_use_id":"a1","content":"rain"},
             {"type":"tool_result","tool_use_id":"b2","content":"sun"}]}]
          """;
    };
  }

  private static Heard heard(Message answer) {
    StringBuilder text = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    List<Heard.Called> calls = new ArrayList<>();
    for (ContentBlock block : answer.content()) {
      block.text().ifPresent(it -> text.append(it.text()));
      block.thinking().ifPresent(it -> thinking.append(it.thinking()));
      block
          .toolUse()
          .ifPresent(it ->
              calls.add(
                  new Heard.Called(it.name(), Bodies.compact(it._input().convert(Object.class)))));
    }
    Usage usage = answer.usage();
    return new Heard(
        text.toString(),
        thinking.toString(),
        calls,
        usage.inputTokens()
            + usage.cacheReadInputTokens().orElse(0L)
            + usage.cacheCreationInputTokens().orElse(0L),
        usage.outputTokens());
  }

  @Override
  public void close() {
    client.close();
  }
}
