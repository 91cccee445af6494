package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.DataUri;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import dev.weir.dialects.openai.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the messages of a request. */
final class ChatMessageParser {

  private static final Set<String> KNOWN =
      Set.of(
          "role",
          "content",
          "refusal",
          "tool_calls",
          "tool_call_id",
          "reasoning_content",
          "reasoning",
          "reasoning_details",
          ReasoningDetails.BLOCKS,
          "cache_control",
          // Answers are given back as they came; these say nothing to a model.
          "annotations",
          "function_call");

  private static final Set<String> KNOWN_OF_RESULT = Set.of("role", "name", "content");

  private final Map<String, JsonNode> extras;
  private final FunctionCalls functions = new FunctionCalls();

  ChatMessageParser(Map<String, JsonNode> extras) {
    this.extras = extras;
  }

  Turn turn(At message) throws WrongJsonException {
    At role = message.need("role");
    message
        .membersBeside(role.asText().equals("function") ? KNOWN_OF_RESULT : KNOWN)
        .forEach((name, value) -> extras.put(message.path() + "." + name, value));
    JsonNode blocks = message.node().path(ReasoningDetails.BLOCKS);
    boolean assistant = role.asText().equals("assistant");
    if (!blocks.isMissingNode()
        && !blocks.isNull()
        && (!assistant
            || ReasoningDetails.holdParts(blocks)
            || ReasoningDetails.blocks(message).isEmpty())) {
      extras.put(message.path() + "." + ReasoningDetails.BLOCKS, blocks);
    }
    return switch (role.asText()) {
      case "system" -> new Turn(Turn.Role.SYSTEM, marked(message));
      case "developer" -> new Turn(Turn.Role.DEVELOPER, marked(message));
      case "user" -> new Turn(Turn.Role.USER, marked(message));
      case "assistant" -> new Turn(Turn.Role.ASSISTANT, assistant(message));
      case "tool" ->
          new Turn(
              Turn.Role.USER,
              List.of(
                  new Part.ToolResult(
                      message.need("tool_call_id").asText(),
                      message.text("name"),
                      content(message),
                      false,
                      cached(message))));
      case "function" ->
          new Turn(
              Turn.Role.USER,
              List.of(functions.result(message.need("name").asText(), content(message))));
      default -> throw role.wrong("'system', 'developer', 'user', 'assistant' or 'tool'");
    };
  }

  private List<Part> assistant(At message) throws WrongJsonException {
    List<Part> parts = new ArrayList<>(ReasoningDetails.read(message));
    parts.addAll(marked(message));
    message.text("refusal").ifPresent(text -> parts.add(new Part.Refusal(text)));
    for (At call : message.array("tool_calls")) {
      parts.add(toolCall(call.expectObject()));
    }
    Optional<At> legacy = message.object("function_call");
    // Servers of today may say the same call in both ways.
    if (legacy.isPresent() && message.array("tool_calls").isEmpty()) {
      parts.add(functions.call(legacy.get()));
    }
    return parts;
  }

  private static Part toolCall(At call) throws WrongJsonException {
    String type = call.text("type").orElse("function");
    if (type.equals("custom")) {
      At custom = call.need("custom").expectObject();
      return new Part.CustomCall(
          call.need("id").asText(), custom.need("name").asText(), custom.text("input").orElse(""));
    }
    if (!type.equals("function")) {
      throw call.need("type").wrong("'function' or 'custom'");
    }
    At function = call.need("function").expectObject();
    return new Part.ToolCall(
        call.need("id").asText(),
        function.need("name").asText(),
        function.text("arguments").orElse(""),
        thoughtSignature(call.node()),
        cached(call));
  }

  /** As Google's own compatible endpoint writes it, or as gateways do. */
  static Optional<String> thoughtSignature(JsonNode call) {
    JsonNode signature = call.path("extra_content").path("google").path("thought_signature");
    if (!signature.isTextual()) {
      signature = signatureIn(call);
    }
    if (!signature.isTextual()) {
      signature = signatureIn(call.path("function"));
    }
    return signature.isTextual() ? Optional.of(signature.textValue()) : Optional.empty();
  }

  private static JsonNode signatureIn(JsonNode object) {
    JsonNode fields = object.path(ChatAnswerReader.GATEWAYS);
    JsonNode one = fields.path("thought_signature");
    return one.isTextual() ? one : fields.path("thought_signatures").path(0);
  }

  /** The content; a mark of the cache at the message itself is that of its last part, if a text. */
  private List<Part> marked(At message) throws WrongJsonException {
    List<Part> parts = new ArrayList<>(content(message));
    Optional<CacheMark> mark = cached(message);
    if (mark.isEmpty()) {
      return parts;
    }
    if (!parts.isEmpty() && parts.getLast() instanceof Part.Text(var text, var own)) {
      parts.set(parts.size() - 1, new Part.Text(text, own.or(() -> mark)));
    } else {
      extras.put(message.path() + ".cache_control", message.node().path("cache_control"));
    }
    return parts;
  }

  private static List<Part> content(At message) throws WrongJsonException {
    Optional<At> content = message.member("content");
    if (content.isEmpty()) {
      return List.of();
    }
    At found = content.get();
    if (found.node().isTextual()) {
      return List.of(new Part.Text(found.asText()));
    }
    if (!found.node().isArray()) {
      throw found.wrong("a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (At each : found.elements()) {
      parts.add(part(each.expectObject()));
    }
    return parts;
  }

  private static Part part(At part) throws WrongJsonException {
    String type = part.need("type").asText();
    return switch (type) {
      case "text" -> new Part.Text(part.need("text").asText(), cached(part));
      case "refusal" -> new Part.Refusal(part.need("refusal").asText());
      case "image_url" -> media(part, type, Part.Media.Kind.IMAGE);
      case "video_url" -> media(part, type, Part.Media.Kind.VIDEO);
      case "audio_url" -> media(part, type, Part.Media.Kind.AUDIO);
      case "thinking", "redacted_thinking" -> ReasoningDetails.block(part);
      case "input_audio" -> audio(part);
      case "file" -> file(part);
      default -> new Part.Foreign(DialectName.OPENAI_CHAT, type, part.node());
    };
  }

  /** Films, and sounds by their address, are words of compatible servers. */
  private static Part media(At part, String member, Part.Media.Kind kind)
      throws WrongJsonException {
    At given = part.need(member);
    // The address alone is not OpenAI's form, and one that many clients write.
    boolean alone = given.node().isTextual();
    Optional<MediaSource> source =
        DataUri.source(alone ? given.asText() : given.expectObject().need("url").asText());
    if (source.isEmpty()) {
      return new Part.Foreign(DialectName.OPENAI_CHAT, member, part.node());
    }
    Optional<String> type = alone ? Optional.empty() : given.text("format");
    if (source.get() instanceof MediaSource.Url(var url, var _) && type.isPresent()) {
      // A word of gateways: what an address without an ending holds.
      source = Optional.of(new MediaSource.Url(url, type.map(it -> mediaType(kind, it))));
    }
    return new Part.Media(
        kind.orAs(source.get()),
        source.get(),
        alone ? Optional.empty() : given.text("detail"),
        Optional.empty(),
        cached(part));
  }

  /** Some say the ending alone. */
  private static String mediaType(Part.Media.Kind kind, String format) {
    return format.indexOf('/') >= 0 ? format : kind.name().toLowerCase(Locale.ROOT) + "/" + format;
  }

  private static Part audio(At part) throws WrongJsonException {
    At audio = part.need("input_audio").expectObject();
    return new Part.Media(
        Part.Media.Kind.AUDIO,
        new MediaSource.Inline(
            "audio/" + audio.text("format").orElse("wav"), audio.need("data").asText()),
        Optional.empty(),
        Optional.empty(),
        cached(part));
  }

  private static Part file(At part) throws WrongJsonException {
    At file = part.need("file").expectObject();
    Optional<String> id = file.text("file_id");
    Optional<MediaSource> source =
        id.isPresent()
            ? Optional.of(new MediaSource.FileId(id.get(), DialectName.OPENAI_CHAT))
            : FileNames.source(file.need("file_data").asText(), file.text("filename"));
    if (source.isEmpty()) {
      return new Part.Foreign(DialectName.OPENAI_CHAT, "file", part.node());
    }
    return new Part.Media(
        Part.Media.Kind.DOCUMENT,
        source.get(),
        Optional.empty(),
        file.text("filename"),
        cached(part));
  }

  /** Not OpenAI's: clients that write for several providers put Anthropic's mark here. */
  static Optional<CacheMark> cached(At at) throws WrongJsonException {
    Optional<At> mark = at.object("cache_control");
    return mark.isEmpty() ? Optional.empty() : Optional.of(new CacheMark(mark.get().text("ttl")));
  }
}
