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
import java.util.Optional;
import java.util.Set;

/**
 * Images, documents, sounds and films, which stand in the request with their bytes or lie in S3.
 * Bedrock names formats, not media types; a document must have a name, each its own.
 */
final class BedrockMedia {

  private static final int NAME_LENGTH_MAX = 200;

  private final Losses losses;
  private final Set<String> names = new HashSet<>();

  BedrockMedia(Losses losses) {
    this.losses = losses;
  }

  /** Reads one; nothing where it says more than the canonical form has a place for. */
  static Optional<Part> read(String block, At media) throws WrongJsonException {
    if (!media.membersBeside(Set.of("format", "name", "source")).isEmpty()) {
      return Optional.empty();
    }
    Part.Media.Kind kind =
        switch (block) {
          case "image" -> Part.Media.Kind.IMAGE;
          case "document" -> Part.Media.Kind.DOCUMENT;
          case "audio" -> Part.Media.Kind.AUDIO;
          default -> Part.Media.Kind.VIDEO;
        };
    String type = MediaFormats.mediaType(kind, media.text("format").orElse("txt"));
    Optional<String> name = media.text("name");
    return source(media.need("source").expectObject(), type)
        .map(it -> new Part.Media(kind, it, Optional.empty(), name, Optional.empty()));
  }

  private static Optional<MediaSource> source(At source, String type) throws WrongJsonException {
    if (source.node().size() != 1) {
      return Optional.empty();
    }
    Optional<String> bytes = source.text("bytes");
    if (bytes.isPresent()) {
      return Optional.of(new MediaSource.Inline(type, bytes.get()));
    }
    Optional<String> text = source.text("text");
    if (text.isPresent()) {
      return Optional.of(new MediaSource.PlainText(text.get()));
    }
    // The owner of a bucket has no place in an address.
    Optional<At> place = source.object("s3Location").filter(it -> it.node().size() == 1);
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(new MediaSource.Url(place.get().need("uri").asText(), Optional.of(type)));
  }

  /** Writes one; nothing where it is refused. */
  Optional<ObjectNode> write(Part.Media part) {
    if (part.detail().filter(it -> !it.equals("auto")).isPresent()) {
      losses.drop("detail");
    }
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
      case MediaSource.Url it when it.isInS3() -> inS3(part, it, what);
      case MediaSource.Url _ -> refuse(what + " by its address");
      case MediaSource.FileId _ -> refuse(what + " by its file id");
    };
  }

  private Optional<ObjectNode> inline(Part.Media part, MediaSource.Inline source, String what) {
    Optional<String> byName = part.name().flatMap(it -> MediaFormats.ofFileName(part.kind(), it));
    Optional<String> format =
        MediaFormats.ofMediaType(part.kind(), source.mediaType()).or(() -> byName);
    return format.isEmpty()
        ? refuse(what + " of its type")
        : Optional.of(block(part, format.get(), Json.newObject().put("bytes", source.base64())));
  }

  private Optional<ObjectNode> inS3(Part.Media part, MediaSource.Url source, String what) {
    Optional<String> format =
        source
            .mediaType()
            .flatMap(it -> MediaFormats.ofMediaType(part.kind(), it))
            .or(() -> MediaFormats.ofFileName(part.kind(), source.url()));
    if (format.isEmpty()) {
      return refuse(what + " of its type");
    }
    ObjectNode place = Json.newObject();
    place.putObject("s3Location").put("uri", source.url());
    return Optional.of(block(part, format.get(), place));
  }

  private ObjectNode block(Part.Media part, String format, ObjectNode source) {
    ObjectNode root = Json.newObject();
    ObjectNode media = root.putObject(part.kind().name().toLowerCase(Locale.ROOT));
    media.put("format", format);
    if (part.kind() == Part.Media.Kind.DOCUMENT) {
      media.put("name", unique(legal(part.name().orElse("document"))));
    }
    media.set("source", source);
    return root;
  }

  private Optional<ObjectNode> refuse(String what) {
    losses.refuse("content: " + what);
    return Optional.empty();
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
