package dev.weir.dialects.responses;

import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.DataUri;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import dev.weir.dialects.openai.FileNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of messages and of tool results. */
final class ResponsesPartParser {

  /** Begins the type of a {@link Part.Foreign} that is a part of a message and no item. */
  static final String PART = "part: ";

  private static final Set<String> LIFETIMES = Set.of("5m", "1h");

  private final Leftovers leftovers;

  ResponsesPartParser(Leftovers leftovers) {
    this.leftovers = leftovers;
  }

  /** A string or parts. */
  List<Part> content(At content) throws WrongJsonException {
    if (content.node().isTextual()) {
      return List.of(new Part.Text(content.asText()));
    }
    if (!content.node().isArray()) {
      throw content.wrong("a string or an array");
    }
    List<Part> parts = new ArrayList<>();
    for (At each : content.elements()) {
      parts.add(part(each.expectObject()));
    }
    return parts;
  }

  private Part part(At part) throws WrongJsonException {
    String type = part.need("type").asText();
    return switch (type) {
      case "input_text", "output_text", "text" ->
          new Part.Text(part.need("text").asText(), cached(part));
      case "refusal" -> new Part.Refusal(part.need("refusal").asText());
      case "input_image" -> image(part);
      case "input_file" -> file(part);
      case "input_audio" -> audio(part);
      default -> foreign(part, type);
    };
  }

  private static Part foreign(At part, String type) {
    return new Part.Foreign(DialectName.OPENAI_RESPONSES, PART + type, part.node());
  }

  private Part image(At part) throws WrongJsonException {
    Optional<String> id = part.text("file_id");
    Optional<MediaSource> source =
        id.isPresent()
            ? Optional.of(new MediaSource.FileId(id.get(), DialectName.OPENAI_RESPONSES))
            : DataUri.source(part.need("image_url").asText());
    if (source.isEmpty()) {
      return foreign(part, "input_image");
    }
    return new Part.Media(
        Part.Media.Kind.IMAGE.orAs(source.get()),
        source.get(),
        part.text("detail"),
        Optional.empty(),
        cached(part));
  }

  private Part file(At part) throws WrongJsonException {
    Optional<String> name = part.text("filename");
    Optional<String> id = part.text("file_id");
    Optional<String> url = part.text("file_url");
    MediaSource source;
    if (id.isPresent()) {
      source = new MediaSource.FileId(id.get(), DialectName.OPENAI_RESPONSES);
    } else if (url.isPresent()) {
      source = new MediaSource.Url(url.get(), Optional.empty());
    } else {
      Optional<MediaSource> data = FileNames.source(part.need("file_data").asText(), name);
      if (data.isEmpty()) {
        return foreign(part, "input_file");
      }
      source = data.get();
    }
    return new Part.Media(
        Part.Media.Kind.DOCUMENT, source, part.text("detail"), name, cached(part));
  }

  private Part audio(At part) throws WrongJsonException {
    At audio = part.need("input_audio").expectObject();
    return new Part.Media(
        Part.Media.Kind.AUDIO,
        new MediaSource.Inline(
            "audio/" + audio.text("format").orElse("wav"), audio.need("data").asText()),
        Optional.empty(),
        Optional.empty(),
        cached(part));
  }

  /** A lifetime that other dialects have not passes to the same dialect alone. */
  private Optional<CacheMark> cached(At part) throws WrongJsonException {
    Optional<At> mark = part.object("prompt_cache_breakpoint");
    if (mark.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> lifetime = mark.get().text("ttl");
    if (lifetime.isPresent() && !LIFETIMES.contains(lifetime.get())) {
      leftovers.keep(mark.get().path() + ".ttl", mark.get().need("ttl").node());
    }
    return Optional.of(new CacheMark(lifetime.filter(LIFETIMES::contains)));
  }
}
