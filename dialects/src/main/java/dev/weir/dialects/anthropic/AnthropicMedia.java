package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Blocks of the types {@code image} and {@code document}. A source is bytes in base64, an address,
 * a file of Anthropic's store, or a document's plain text.
 */
final class AnthropicMedia {

  static final Set<String> KNOWN = Set.of("type", "source", "title", "cache_control");

  private static final String PDF = "application/pdf";

  private AnthropicMedia() {}

  /** A block whose source is not known here stays as it is. */
  static Part read(String type, At block) throws WrongJsonException {
    boolean image = type.equals("image");
    Optional<MediaSource> source = source(block.need("source").expectObject(), image);
    if (source.isEmpty()) {
      return AnthropicMessageParser.foreign(type, block);
    }
    return new Part.Media(
        image ? Part.Media.Kind.IMAGE : Part.Media.Kind.DOCUMENT,
        source.get(),
        Optional.empty(),
        block.text("title"),
        AnthropicMessageParser.cached(block));
  }

  private static Optional<MediaSource> source(At source, boolean image) throws WrongJsonException {
    return switch (source.need("type").asText()) {
      case "base64" ->
          Optional.of(
              new MediaSource.Inline(
                  source.text("media_type").orElse(image ? "image/png" : PDF),
                  source.need("data").asText()));
      case "url" ->
          Optional.of(
              new MediaSource.Url(
                  source.need("url").asText(), image ? Optional.empty() : Optional.of(PDF)));
      case "file" ->
          Optional.of(
              new MediaSource.FileId(source.need("file_id").asText(), DialectName.ANTHROPIC));
      case "text" -> Optional.of(new MediaSource.PlainText(source.need("data").asText()));
      default -> Optional.empty();
    };
  }

  /** The block; nothing where it cannot be said, which is refused. */
  static Optional<ObjectNode> write(Part.Media media, Losses losses) {
    if (media.detail().filter(it -> !it.equals("auto")).isPresent()) {
      losses.drop("detail");
    }
    Optional<ObjectNode> source =
        switch (media.kind()) {
          case IMAGE -> image(media.source(), losses);
          case DOCUMENT -> document(media.source(), losses);
          case AUDIO -> refused("content: audio", losses);
          case VIDEO -> refused("content: video", losses);
        };
    return source.map(it -> {
      boolean document =
          media.kind() == Part.Media.Kind.DOCUMENT || it.path("type").asText().equals("text");
      ObjectNode block = Json.newObject().put("type", document ? "document" : "image");
      block.set("source", it);
      if (document) {
        media.name().ifPresent(name -> block.put("title", name));
      }
      return block;
    });
  }

  private static Optional<ObjectNode> image(MediaSource source, Losses losses) {
    return switch (source) {
      case MediaSource.Inline it -> Optional.of(base64(it.mediaType(), it.base64()));
      case MediaSource.Url it -> url(it.url(), losses);
      case MediaSource.FileId it -> file(it, losses);
      case MediaSource.PlainText it -> Optional.of(text(it.text()));
    };
  }

  private static Optional<ObjectNode> document(MediaSource source, Losses losses) {
    return switch (source) {
      case MediaSource.Inline it -> inline(it, losses);
      case MediaSource.Url it -> url(it.url(), losses);
      case MediaSource.FileId it -> file(it, losses);
      case MediaSource.PlainText it -> Optional.of(text(it.text()));
    };
  }

  /** PDFs go as bytes, text as text; Anthropic takes no other. */
  private static Optional<ObjectNode> inline(MediaSource.Inline source, Losses losses) {
    String type = source.mediaType().toLowerCase(Locale.ROOT);
    if (type.equals(PDF)) {
      return Optional.of(base64(PDF, source.base64()));
    }
    if (type.startsWith("text/") || type.equals("application/json")) {
      try {
        return Optional.of(text(new String(Base64.getDecoder().decode(source.base64()), UTF_8)));
      } catch (IllegalArgumentException _) {
        return refused("content: a document that is no base64", losses);
      }
    }
    return refused("content: a document that is neither PDF nor text", losses);
  }

  private static Optional<ObjectNode> url(String url, Losses losses) {
    String scheme = url.toLowerCase(Locale.ROOT);
    if (!scheme.startsWith("https:") && !scheme.startsWith("http:")) {
      return refused("content: an address outside the web", losses);
    }
    return Optional.of(Json.newObject().put("type", "url").put("url", url));
  }

  private static Optional<ObjectNode> file(MediaSource.FileId file, Losses losses) {
    if (file.dialect() != DialectName.ANTHROPIC) {
      return refused("content: a file by its id", losses);
    }
    return Optional.of(Json.newObject().put("type", "file").put("file_id", file.id()));
  }

  private static ObjectNode base64(String mediaType, String data) {
    return Json.newObject().put("type", "base64").put("media_type", mediaType).put("data", data);
  }

  private static ObjectNode text(String text) {
    return Json.newObject().put("type", "text").put("media_type", "text/plain").put("data", text);
  }

  private static Optional<ObjectNode> refused(String name, Losses losses) {
    losses.refuse(name);
    return Optional.empty();
  }
}
