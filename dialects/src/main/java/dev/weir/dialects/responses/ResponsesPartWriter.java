package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.DataUri;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.FileNames;
import java.util.List;
import java.util.Optional;

/** Writes the parts of messages and of tool results. */
final class ResponsesPartWriter {

  static final String CACHE_MARK = "prompt_cache_breakpoint";

  private final DialectName from;
  private final Losses losses;

  ResponsesPartWriter(DialectName from, Losses losses) {
    this.from = from;
    this.losses = losses;
  }

  ArrayNode input(List<Part> parts) {
    ArrayNode content = Json.newArray();
    parts.forEach(it -> input(it, content));
    return content;
  }

  /** A part that the model reads. */
  void input(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text it ->
          mark(it.cached(), content.addObject().put("type", "input_text").put("text", it.text()));
      case Part.Media it -> media(it, content);
      case Part.Refusal it -> content.addObject().put("type", "input_text").put("text", it.text());
      default -> rest(part, content);
    }
  }

  /** A part that the model said. */
  void output(Part part, ArrayNode content) {
    switch (part) {
      case Part.Text it -> {
        ObjectNode text = content.addObject().put("type", "output_text").put("text", it.text());
        text.putArray("annotations");
        dropMark(it.cached());
      }
      case Part.Refusal it -> content.addObject().put("type", "refusal").put("refusal", it.text());
      case Part.Media _ -> losses.refuse("content: media in an assistant's turn");
      default -> rest(part, content);
    }
  }

  private void rest(Part part, ArrayNode content) {
    switch (part) {
      case Part.Foreign it -> {
        if (it.dialect() == DialectName.OPENAI_RESPONSES
            && it.type().startsWith(ResponsesPartParser.PART)) {
          content.add(it.json());
        } else {
          losses.refuse("content: " + it.type());
        }
      }
      case Part.Thinking _, Part.HiddenThinking _ -> losses.drop("thinking");
      case Part.ToolCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
      case Part.CustomCall _ -> losses.refuse("content: a tool call outside an assistant's turn");
      case Part.ToolResult _ -> losses.refuse("content: a tool result outside a user's turn");
      case Part.Text _, Part.Media _, Part.Refusal _ ->
          throw new IllegalStateException("written before");
    }
  }

  private void media(Part.Media media, ArrayNode content) {
    if (media.source() instanceof MediaSource.Url url && url.isInS3()) {
      losses.refuse("content: a file in S3");
      return;
    }
    if (media.source() instanceof MediaSource.PlainText(String text)) {
      mark(media.cached(), content.addObject().put("type", "input_text").put("text", text));
      media.name().ifPresent(_ -> losses.drop("title"));
      return;
    }
    switch (media.kind()) {
      case IMAGE -> image(media, content);
      case DOCUMENT -> document(media, content);
      case AUDIO -> audio(media, content);
      case VIDEO -> losses.refuse("content: video");
    }
  }

  private void image(Part.Media media, ArrayNode content) {
    ObjectNode image = Json.newObject().put("type", "input_image");
    switch (media.source()) {
      case MediaSource.Inline it -> image.put("image_url", DataUri.of(it));
      case MediaSource.Url it -> image.put("image_url", it.url());
      case MediaSource.FileId it when isOpenAi(it.dialect()) -> image.put("file_id", it.id());
      case MediaSource.FileId _, MediaSource.PlainText _ -> {
        losses.refuse("content: an image by its file id");
        return;
      }
    }
    media.detail().ifPresent(it -> image.put("detail", it));
    mark(media.cached(), image);
    content.add(image);
  }

  private void document(Part.Media media, ArrayNode content) {
    ObjectNode file = Json.newObject().put("type", "input_file");
    switch (media.source()) {
      case MediaSource.Inline it -> {
        file.put("filename", FileNames.of(media.name(), it.mediaType()));
        file.put("file_data", DataUri.of(it));
      }
      case MediaSource.Url it -> file.put("file_url", it.url());
      case MediaSource.FileId it when isOpenAi(it.dialect()) -> file.put("file_id", it.id());
      case MediaSource.FileId _, MediaSource.PlainText _ -> {
        losses.refuse("content: a document by its file id");
        return;
      }
    }
    if (!file.has("filename")) {
      media.name().ifPresent(it -> file.put("filename", it));
    }
    media.detail().ifPresent(it -> file.put("detail", it));
    mark(media.cached(), file);
    content.add(file);
  }

  private void audio(Part.Media media, ArrayNode content) {
    if (!(media.source() instanceof MediaSource.Inline(String mediaType, String base64))) {
      losses.refuse("content: audio by its address");
      return;
    }
    ObjectNode part = content.addObject().put("type", "input_audio");
    ObjectNode audio = part.putObject("input_audio");
    audio.put("data", base64);
    audio.put("format", formatOf(mediaType));
    mark(media.cached(), part);
  }

  private static boolean isOpenAi(DialectName dialect) {
    return dialect == DialectName.OPENAI_CHAT || dialect == DialectName.OPENAI_RESPONSES;
  }

  private static String formatOf(String mediaType) {
    return switch (mediaType) {
      case "audio/mpeg", "audio/mp3" -> "mp3";
      case "audio/x-wav", "audio/wave", "audio/wav" -> "wav";
      default -> mediaType.substring(mediaType.indexOf('/') + 1);
    };
  }

  /** Only what this dialect marked: a model that knows no marks refuses them. */
  private void mark(Optional<CacheMark> mark, ObjectNode part) {
    if (mark.isEmpty()) {
      return;
    }
    if (from == DialectName.OPENAI_RESPONSES) {
      ObjectNode written = part.putObject(CACHE_MARK).put("mode", "explicit");
      mark.get().ttl().ifPresent(it -> written.put("ttl", it));
    } else {
      losses.drop("cache_control");
    }
  }

  void dropMark(Optional<CacheMark> mark) {
    if (mark.isPresent()) {
      losses.drop("cache_control");
    }
  }
}
