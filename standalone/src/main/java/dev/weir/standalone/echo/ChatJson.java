package dev.weir.standalone.echo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How OpenAI's chat completions look on the wire. */
final class ChatJson {

  private static final JsonMapper MAPPER = mapper();

  private final String id;
  private final String model;
  private final long created;

  /** Writes one exchange: all its chunks bear one id, one model and one time. */
  ChatJson(long number, String model, Instant created) {
    this.id = "chatcmpl-echo-" + number;
    this.model = model;
    this.created = created.getEpochSecond();
  }

  /** Nothing where the bytes are no JSON text. */
  static Optional<JsonNode> parse(byte[] body) {
    try {
      return Optional.of(MAPPER.readTree(body));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text itself where it is a JSON object, otherwise an object that holds it. */
  static String toolArguments(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8)).filter(JsonNode::isObject).isPresent()
        ? text
        : string(MAPPER.createObjectNode().put("text", text));
  }

  static byte[] error(int status, String message, String type, String parameter, String code) {
    ObjectNode error = MAPPER.createObjectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", type)
        .put("param", parameter.isEmpty() ? null : parameter)
        .put("code", code.isEmpty() ? Integer.toString(status) : code);
    return bytes(error);
  }

  static byte[] models(Instant created) {
    ObjectNode list = MAPPER.createObjectNode().put("object", "list");
    var data = list.putArray("data");
    for (String id : EchoModel.ids()) {
      data.addObject()
          .put("id", id)
          .put("object", "model")
          .put("created", created.getEpochSecond())
          .put("owned_by", "weir");
    }
    return bytes(list);
  }

  byte[] completion(EchoAnswer answer) {
    ObjectNode root = head("chat.completion");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    if (answer.tool().isPresent()) {
      message.putNull("content");
      call(message, answer.tool().get(), answer.text(), false);
    } else {
      message.put("content", answer.text());
    }
    message.putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", answer.finishReason());
    root.set("usage", usage(answer));
    return bytes(root);
  }

  /** The first chunk: the role, and the tool's name where one is called. */
  byte[] opening(EchoAnswer answer, boolean includeUsage) {
    ObjectNode delta = MAPPER.createObjectNode().put("role", "assistant");
    if (answer.tool().isPresent()) {
      delta.putNull("content");
      call(delta, answer.tool().get(), "", true);
    } else {
      delta.put("content", "");
    }
    return chunk(delta, null, includeUsage);
  }

  byte[] piece(EchoAnswer answer, String piece, boolean includeUsage) {
    ObjectNode delta = MAPPER.createObjectNode();
    if (answer.tool().isPresent()) {
      delta
          .putArray("tool_calls")
          .addObject()
          .put("index", 0)
          .putObject("function")
          .put("arguments", piece);
    } else {
      delta.put("content", piece);
    }
    return chunk(delta, null, includeUsage);
  }

  byte[] closing(EchoAnswer answer, boolean includeUsage) {
    return chunk(MAPPER.createObjectNode(), answer.finishReason(), includeUsage);
  }

  byte[] usageChunk(EchoAnswer answer) {
    ObjectNode root = head("chat.completion.chunk");
    root.putArray("choices");
    root.set("usage", usage(answer));
    return bytes(root);
  }

  private byte[] chunk(ObjectNode delta, @Nullable String finishReason, boolean includeUsage) {
    ObjectNode root = head("chat.completion.chunk");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (includeUsage) {
      root.putNull("usage");
    }
    return bytes(root);
  }

  private ObjectNode head(String object) {
    return MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model)
        .put("service_tier", "default");
  }

  private void call(ObjectNode message, String tool, String arguments, boolean indexed) {
    ObjectNode call = message.putArray("tool_calls").addObject();
    if (indexed) {
      call.put("index", 0);
    }
    call.put("id", "call_" + id)
        .put("type", "function")
        .putObject("function")
        .put("name", tool)
        .put("arguments", arguments);
  }

  private static ObjectNode usage(EchoAnswer answer) {
    ObjectNode usage =
        MAPPER
            .createObjectNode()
            .put("prompt_tokens", answer.promptTokens())
            .put("completion_tokens", answer.outputTokens())
            .put("total_tokens", Math.addExact(answer.promptTokens(), answer.outputTokens()));
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 0).put("audio_tokens", 0);
    return usage;
  }

  private static byte[] bytes(ObjectNode node) {
    return string(node).getBytes(StandardCharsets.UTF_8);
  }

  private static String string(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own cannot be written", e);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper = new JsonMapper();
    // The body's own limit is the limit of a text in it.
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    return mapper;
  }
}
