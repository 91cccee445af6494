package dev.weir.dialects.bedrock;

import dev.weir.dialects.canonical.Part;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Bedrock's formats and the media types that they are elsewhere. */
final class MediaFormats {

  private static final Map<String, String> IMAGES =
      Map.of("png", "image/png", "jpeg", "image/jpeg", "gif", "image/gif", "webp", "image/webp");

  private static final Map<String, String> DOCUMENTS =
      Map.of(
          "pdf", "application/pdf",
          "csv", "text/csv",
          "doc", "application/msword",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "xls", "application/vnd.ms-excel",
          "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "html", "text/html",
          "txt", "text/plain",
          "md", "text/markdown");

  private static final Map<String, String> VIDEOS =
      Map.of(
          "mkv", "video/x-matroska",
          "mov", "video/quicktime",
          "mp4", "video/mp4",
          "webm", "video/webm",
          "flv", "video/x-flv",
          "mpeg", "video/mpeg",
          "wmv", "video/x-ms-wmv",
          "three_gp", "video/3gpp");

  private static final Map<String, String> SOUNDS =
      Map.of(
          "mp3", "audio/mpeg",
          "wav", "audio/wav",
          "aac", "audio/aac",
          "flac", "audio/flac",
          "ogg", "audio/ogg",
          "opus", "audio/opus",
          "mp4", "audio/mp4",
          "m4a", "audio/x-m4a",
          "mka", "audio/x-matroska",
          "webm", "audio/webm");

  /** Other names of the same. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "image/jpg", "image/jpeg",
          "text/x-markdown", "text/markdown",
          "application/csv", "text/csv",
          "audio/mp3", "audio/mpeg",
          "audio/x-wav", "audio/wav",
          "audio/wave", "audio/wav",
          "audio/m4a", "audio/x-m4a",
          "video/mov", "video/quicktime");

  private MediaFormats() {}

  static String mediaType(Part.Media.Kind kind, String format) {
    return formats(kind)
        .getOrDefault(
            format,
            switch (kind) {
              case IMAGE -> "image/" + format;
              case DOCUMENT -> "application/" + format;
              case AUDIO -> "audio/" + format;
              case VIDEO -> "video/" + format;
            });
  }

  static Optional<String> ofMediaType(Part.Media.Kind kind, String mediaType) {
    String full = mediaType.toLowerCase(Locale.ROOT);
    int parameters = full.indexOf(';');
    String type = parameters < 0 ? full : full.substring(0, parameters).strip();
    String usual = ALIASES.getOrDefault(type, type);
    return formats(kind).entrySet().stream()
        .filter(it -> it.getValue().equals(usual))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** By what follows the last point of a file's name. */
  static Optional<String> ofFileName(Part.Media.Kind kind, String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String format =
        switch (ending) {
          case "jpg" -> "jpeg";
          case "htm" -> "html";
          case "3gp" -> "three_gp";
          default -> ending;
        };
    return formats(kind).containsKey(format) ? Optional.of(format) : Optional.empty();
  }

  private static Map<String, String> formats(Part.Media.Kind kind) {
    return switch (kind) {
      case IMAGE -> IMAGES;
      case DOCUMENT -> DOCUMENTS;
      case AUDIO -> SOUNDS;
      case VIDEO -> VIDEOS;
    };
  }
}
