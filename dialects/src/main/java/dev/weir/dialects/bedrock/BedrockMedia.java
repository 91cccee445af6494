package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Images, documents and films, which stand in the request with their bytes. Bedrock names formats,
 * not media types; a document must have a name, each its own.
 */
final class BedrockMedia {

  private static final Set<String> IMAGES = Set.of("png", "jpeg", "gif", "webp");
  private static final int NAME_LENGTH_MAX = 200;

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

  private static final Map<String, String> FORMATS =
      Map.of("image/jpg", "jpeg", "text/x-markdown", "md", "application/csv", "csv");

  private final Losses losses;
  private final Set<String> names = new HashSet<>();

  BedrockMedia(Losses losses) {
    this.losses = losses;
  }

  /** Reads one; nothing where it says more than the canonical form has a place for. */
  static Optional<Part> read(String block, At media) throws WrongJsonException {
    At source = media.need("source").expectObject();
    boolean known =
        media.membersBeside(Set.of("format", "name", "source")).isEmpty()
            && source.membersBeside(Set.of("bytes")).isEmpty();
    if (!known) {
      return Optional.empty();
    }
    String format = media.text("format").orElse("txt");
    Part.Media.Kind kind =
        switch (block) {
          case "image" -> Part.Media.Kind.IMAGE;
          case "document" -> Part.Media.Kind.DOCUMENT;
          default -> Part.Media.Kind.VIDEO;
        };
    String type =
        switch (kind) {
          case DOCUMENT -> DOCUMENTS.getOrDefault(format, "application/" + format);
          case VIDEO -> VIDEOS.getOrDefault(format, "video/" + format);
          case IMAGE, AUDIO -> "image/" + format;
        };
    return Optional.of(
        new Part.Media(
            kind,
            new MediaSource.Inline(type, source.need("bytes").asText()),
            Optional.empty(),
            media.text("name"),
            Optional.empty()));
  }

  /** Writes one; nothing where it is refused. */
  Optional<ObjectNode> write(Part.Media part) {
    String what =
        switch (part.kind()) {
          case IMAGE -> "an image";
          case DOCUMENT -> "a document";
          case AUDIO -> "audio";
          case VIDEO -> "a video";
        };
    return switch (part.source()) {
      case MediaSource.Inline it -> inline(part, it, what);
      case MediaSource.PlainText(String text) ->
          inline(
              part,
              new MediaSource.Inline(
                  "text/plain", Base64.getEncoder().encodeToString(text.getBytes(UTF_8))),
              what);
      case MediaSource.Url _ -> refuse(what + " by its address");
      case MediaSource.FileId _ -> refuse(what + " by its file id");
    };
  }

  private Optional<ObjectNode> inline(Part.Media part, MediaSource.Inline source, String what) {
    Optional<String> format = format(part.kind(), source.mediaType());
    if (format.isEmpty()) {
      return refuse(what + " of its type");
    }
    ObjectNode root = Json.newObject();
    ObjectNode media = root.putObject(part.kind().name().toLowerCase(Locale.ROOT));
    media.put("format", format.get());
    if (part.kind() == Part.Media.Kind.DOCUMENT) {
      media.put("name", unique(legal(part.name().orElse("document"))));
    }
    media.putObject("source").put("bytes", source.base64());
    return Optional.of(root);
  }

  private Optional<ObjectNode> refuse(String what) {
    losses.refuse("content: " + what);
    return Optional.empty();
  }

  private static Optional<String> format(Part.Media.Kind kind, String mediaType) {
    String full = mediaType.toLowerCase(Locale.ROOT);
    String type = full.indexOf(';') < 0 ? full : full.substring(0, full.indexOf(';')).strip();
    return switch (kind) {
      case IMAGE ->
          Optional.of(FORMATS.getOrDefault(type, type.substring(type.indexOf('/') + 1)))
              .filter(IMAGES::contains);
      case DOCUMENT ->
          FORMATS.containsKey(type)
              ? Optional.ofNullable(FORMATS.get(type)).filter(DOCUMENTS::containsKey)
              : formatOf(type, DOCUMENTS);
      case VIDEO -> formatOf(type, VIDEOS);
      case AUDIO -> Optional.empty();
    };
  }

  private static Optional<String> formatOf(String type, Map<String, String> types) {
    return types.entrySet().stream()
        .filter(it -> it.getValue().equals(type))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Letters, digits, spaces, hyphens, parentheses and brackets, and no two spaces together
   * (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html).
   */
  static String legal(String name) {
    String legal =
        name.replaceAll("[^a-zA-Z0-9 \\-()\\[\\]]", "-").replaceAll(" {2,}", " ").strip();
    String cut = legal.substring(0, Math.min(legal.length(), NAME_LENGTH_MAX)).strip();
    return cut.isEmpty() ? "document" : cut;
  }

  private String unique(String name) {
    String found = name;
    for (int i = 2; !names.add(found); i++) {
      String number = " (" + i + ")";
      found =
          name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX - number.length())) + number;
    }
    return found;
  }
}
