package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.DataUri;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.CallIdLimit;
import dev.weir.dialects.openai.FileNames;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the messages of a request. A user's turn with results of tools becomes one {@code tool}
 * message for each of them, and a {@code user} message for the rest; pictures that tools gave
 * follow as a user's once all results are told, since tool messages hold text alone and nothing may
 * stand between them. A result without its call is told as text: as a {@code tool} message it would
 * be an error.
 */
final class ChatMessageWriter {

  private final Losses losses;
  private final ChatServer server;
  private final Set<String> calls = new HashSet<>();

  /** What results held beside text, for a user's message after the last of them. */
  private ArrayNode held = Json.newArray();

  ChatMessageWriter(Losses losses, ChatServer server) {
    this.losses = losses;
    this.server = server;
  }

  void write(List<Turn> turns, ArrayNode messages) {
    for (Turn turn : turns) {
      if (turn.parts().stream().noneMatch(Part.ToolResult.class::isInstance)) {
        tellHeld(messages);
      }
      switch (turn.role()) {
        case SYSTEM -> content(messages.addObject().put("role", "system"), turn.parts());
        case DEVELOPER ->
            content(messages.addObject().put("role", server.developer()), turn.parts());
        case USER -> user(turn.parts(), messages);
        case ASSISTANT -> assistant(turn.parts(), messages);
      }
    }
    tellHeld(messages);
  }

  private void tellHeld(ArrayNode messages) {
    if (!held.isEmpty()) {
      setContent(messages.addObject().put("role", "user"), held);
      held = Json.newArray();
    }
  }

  private void user(List<Part> parts, ArrayNode messages) {
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        toolResult(result, messages);
      }
    }
    List<Part> others = parts.stream().filter(it -> !(it instanceof Part.ToolResult)).toList();
    if (others.size() == parts.size()) {
      content(messages.addObject().put("role", "user"), others);
    } else if (!others.isEmpty()) {
      others.forEach(it -> part(it, held));
      tellHeld(messages);
    }
  }

  private void toolResult(Part.ToolResult result, ArrayNode messages) {
    if (!calls.contains(result.callId())) {
      String kind = result.isError() ? "Error" : "Result";
      held.addObject()
          .put("type", "text")
          .put("text", kind + " of the tool call " + result.callId() + ":");
      result.content().forEach(it -> part(it, held));
      return;
    }
    ObjectNode message = messages.addObject().put("role", "tool");
    message.put("tool_call_id", CallIdLimit.CHAT.fit(result.callId()));
    message.put(
        "content",
        result.content().stream()
            .filter(Part.Text.class::isInstance)
            .map(it -> ((Part.Text) it).text())
            .collect(Collectors.joining("\n")));
    result.content().stream()
        .filter(it -> !(it instanceof Part.Text))
        .forEach(it -> part(it, held));
    if (result.isError()) {
      losses.drop("is_error");
    }
    dropMark(result.cached());
  }

  /** A turn of which nothing can be told is left out: without content or calls it is an error. */
  private void assistant(List<Part> parts, ArrayNode messages) {
    ArrayNode content = Json.newArray();
    ArrayNode toolCalls = Json.newArray();
    StringBuilder refusal = new StringBuilder();
    StringBuilder thinking = new StringBuilder();
    boolean giveBack = server.wantsThinkingBack();
    for (Part part : parts) {
      switch (part) {
        case Part.ToolCall it -> toolCall(it, toolCalls);
        case Part.Thinking it when giveBack && it.signature().orElse("").isEmpty() ->
            thinking.append(it.text());
        case Part.Refusal it -> refusal.append(it.text());
        case Part.Thinking _, Part.HiddenThinking _ -> losses.drop("thinking");
        case Part.CustomCall it -> customCall(it, toolCalls);
        case Part.Media _ when !server.isCompatible() ->
            losses.refuse("content: media in an assistant's turn");
        default -> part(part, content);
      }
    }
    if (content.isEmpty() && refusal.isEmpty() && toolCalls.isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    setContent(message, content);
    if (!thinking.isEmpty() || (giveBack && !toolCalls.isEmpty())) {
      message.put("reasoning_content", thinking.toString());
    }
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal.toString());
    }
    if (!toolCalls.isEmpty()) {
      message.set("tool_calls", toolCalls);
    }
  }

  private void customCall(Part.CustomCall call, ArrayNode toolCalls) {
    calls.add(call.id());
    ObjectNode written = toolCalls.addObject().put("id", CallIdLimit.CHAT.fit(call.id()));
    written.put("type", "custom");
    written.putObject("custom").put("name", call.name()).put("input", call.input());
  }

  private void toolCall(Part.ToolCall call, ArrayNode toolCalls) {
    calls.add(call.id());
    ObjectNode written = toolCalls.addObject().put("id", CallIdLimit.CHAT.fit(call.id()));
    written.put("type", "function");
    ObjectNode function = written.putObject("function").put("name", call.name());
    function.put("arguments", call.arguments().isEmpty() ? "{}" : call.arguments());
    call.signature().ifPresent(it -> signature(written, it));
    dropMark(call.cached());
  }

  /** OpenAI itself refuses members that it does not know. */
  private void signature(ObjectNode call, String signature) {
    if (server.isCompatible()) {
      thoughtSignature(call, signature);
    } else {
      losses.drop("thought_signature");
    }
  }

  static void thoughtSignature(ObjectNode call, String signature) {
    call.putObject("extra_content").putObject("google").put("thought_signature", signature);
  }

  private void content(ObjectNode message, List<Part> parts) {
    ArrayNode content = Json.newArray();
    parts.forEach(it -> part(it, content));
    setContent(message, content);
  }

  /** A lone text is written as a string, which every compatible server understands. */
  private static void setContent(ObjectNode message, ArrayNode content) {
    if (content.isEmpty()) {
      if (message.path("role").asText().equals("assistant")) {
        message.putNull("content");
      } else {
        message.put("content", "");
      }
    } else if (content.size() == 1 && content.get(0).path("type").asText().equals("text")) {
      message.set("content", content.get(0).get("text"));
    } else {
      message.set("content", content);
    }
  }

  private void part(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text it -> {
        content.addObject().put("type", "text").put("text", it.text());
        dropMark(it.cached());
      }
      case Part.Refusal it -> content.addObject().put("type", "refusal").put("refusal", it.text());
      case Part.Media it -> {
        media(it, content);
        dropMark(it.cached());
      }
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.OPENAI_CHAT) {
          content.add(it.json());
        } else {
          losses.refuse("content: " + it.type());
        }
      }
      case Part.Thinking _, Part.HiddenThinking _ -> losses.drop("thinking");
      case Part.ToolCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
      case Part.CustomCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
      case Part.ToolResult _ -> losses.refuse("content: a tool result outside a user's turn");
    }
  }

  private void media(Part.Media media, ArrayNode content) {
    if (media.source() instanceof MediaSource.PlainText(String text)) {
      content.addObject().put("type", "text").put("text", text);
      media.name().ifPresent(_ -> losses.drop("title"));
      return;
    }
    if (media.source() instanceof MediaSource.Url url && url.isInS3()) {
      losses.refuse("content: a file in S3");
      return;
    }
    switch (media.kind()) {
      case IMAGE -> image(media, content);
      case DOCUMENT -> document(media, content);
      case AUDIO -> audio(media, content);
      case VIDEO -> byAddress(media, "video_url", "content: video", content);
    }
  }

  /** As servers that are only compatible have it for films and sounds; OpenAI has no such part. */
  private void byAddress(Part.Media media, String type, String name, ArrayNode content) {
    Optional<String> url =
        switch (media.source()) {
          case MediaSource.Inline it -> Optional.of(DataUri.of(it));
          case MediaSource.Url it -> Optional.of(it.url());
          case MediaSource.FileId _, MediaSource.PlainText _ -> Optional.empty();
        };
    if (url.isEmpty() || !server.isCompatible()) {
      losses.refuse(name);
      return;
    }
    content.addObject().put("type", type).putObject(type).put("url", url.get());
  }

  private void image(Part.Media media, ArrayNode content) {
    Optional<String> url =
        switch (media.source()) {
          case MediaSource.Inline it -> Optional.of(DataUri.of(it));
          case MediaSource.Url it -> Optional.of(it.url());
          case MediaSource.FileId _, MediaSource.PlainText _ -> Optional.empty();
        };
    if (url.isEmpty()) {
      losses.refuse("content: an image by its file id");
      return;
    }
    ObjectNode image = content.addObject().put("type", "image_url").putObject("image_url");
    image.put("url", url.get());
    media.detail().ifPresent(it -> image.put("detail", it));
  }

  private void document(Part.Media media, ArrayNode content) {
    ObjectNode file = Json.newObject();
    switch (media.source()) {
      case MediaSource.Inline it -> {
        file.put("filename", FileNames.of(media.name(), it.mediaType()));
        file.put("file_data", DataUri.of(it));
      }
      case MediaSource.FileId(String id, DialectName dialect)
          when dialect == DialectName.OPENAI_CHAT || dialect == DialectName.OPENAI_RESPONSES ->
          file.put("file_id", id);
      case MediaSource.FileId _, MediaSource.Url _, MediaSource.PlainText _ -> {
        losses.refuse("content: a document by its address");
        return;
      }
    }
    content.addObject().put("type", "file").set("file", file);
  }

  private void audio(Part.Media media, ArrayNode content) {
    if (!(media.source() instanceof MediaSource.Inline(String mediaType, String base64))) {
      byAddress(media, "audio_url", "content: audio by its address", content);
      return;
    }
    ObjectNode audio = content.addObject().put("type", "input_audio").putObject("input_audio");
    audio.put("data", base64);
    audio.put("format", formatOf(mediaType));
  }

  private static String formatOf(String mediaType) {
    return switch (mediaType) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/x-wav", "audio/wave", "audio/wav" -> "wav";
      default -> mediaType.substring(mediaType.indexOf('/') + 1);
    };
  }

  private void dropMark(Optional<CacheMark> mark) {
    if (mark.isPresent()) {
      losses.drop("cache_control");
    }
  }
}
