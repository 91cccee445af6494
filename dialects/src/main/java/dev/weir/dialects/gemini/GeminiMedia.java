package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code inlineData} and {@code fileData}. A file at an address of the web is one for every
 * dialect; one in Google's stores ({@code gs:}, the Files API) is Gemini's alone.
 */
final class GeminiMedia {

  private static final String FILES = "https://generativelanguage.googleapis.com/";

  private static final Pattern FILM =
      Pattern.compile("https?://(?:(?:www|m)\\.)?(?:youtube\\.com/|youtu\\.be/)");

  private GeminiMedia() {}

  static Part inline(At part) throws WrongJsonException {
    At data = Spelling.camel(part.need("inlineData"));
    String type = data.text("mimeType").orElse("application/octet-stream");
    return new Part.Media(
        Part.Media.Kind.ofMediaType(type),
        new MediaSource.Inline(type, data.need("data").asText()),
        Optional.empty(),
        data.text("displayName"),
        Optional.empty());
  }

  static Part file(At part) throws WrongJsonException {
    At data = Spelling.camel(part.need("fileData"));
    String uri = data.need("fileUri").asText();
    Optional<String> type = data.text("mimeType");
    boolean web = uri.startsWith("https://") || uri.startsWith("http://");
    if (!web || uri.startsWith(FILES)) {
      return new Part.Foreign(DialectName.GEMINI, "fileData", part.node());
    }
    return new Part.Media(
        type.or(() -> typeOfName(uri))
            .map(Part.Media.Kind::ofMediaType)
            .orElseGet(() -> unsaid(uri)),
        new MediaSource.Url(uri, type),
        Optional.empty(),
        data.text("displayName"),
        Optional.empty());
  }

  /** A film at YouTube has no ending, and Google asks for no type. */
  private static Part.Media.Kind unsaid(String uri) {
    return FILM.matcher(uri).lookingAt() ? Part.Media.Kind.VIDEO : Part.Media.Kind.DOCUMENT;
  }

  static void write(Part.Media media, ArrayNode parts, DialectName from, Losses losses) {
    ObjectNode part = Json.newObject();
    switch (media.source()) {
      case MediaSource.Inline(String type, String base64) ->
          part.putObject("inlineData").put("mimeType", type).put("data", base64);
      case MediaSource.Url it when it.isInS3() -> {
        losses.refuse("content: a file in S3");
        return;
      }
      case MediaSource.Url(String url, Optional<String> type) ->
          file(part, url, type.or(() -> typeOfName(url)));
      case MediaSource.FileId(String id, DialectName dialect) -> {
        if (dialect != DialectName.GEMINI) {
          losses.refuse("content: a file by its id");
          return;
        }
        file(part, id, Optional.empty());
      }
      case MediaSource.PlainText(String text) -> part.put("text", text);
    }
    parts.add(part);
    if (media.detail().isPresent() && !media.detail().get().equals("auto")) {
      losses.drop("detail");
    }
    if (media.name().isPresent()) {
      losses.drop(CallerNames.of(from, "filename"));
    }
    if (media.cached().isPresent()) {
      losses.drop(CallerNames.of(from, "cache_control"));
    }
  }

  private static void file(ObjectNode part, String uri, Optional<String> type) {
    ObjectNode data = part.putObject("fileData");
    // Vertex demands a type.
    type.ifPresent(it -> data.put("mimeType", it));
    data.put("fileUri", uri);
  }

  private static Optional<String> typeOfName(String uri) {
    String path = uri.replaceFirst("[?#].*$", "").toLowerCase(Locale.ROOT);
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "png" -> Optional.of("image/png");
      case "jpg", "jpeg" -> Optional.of("image/jpeg");
      case "webp" -> Optional.of("image/webp");
      case "gif" -> Optional.of("image/gif");
      case "pdf" -> Optional.of("application/pdf");
      case "mp3" -> Optional.of("audio/mpeg");
      case "wav" -> Optional.of("audio/wav");
      case "mp4" -> Optional.of("video/mp4");
      default -> Optional.empty();
    };
  }
}
