package dev.weir.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.encoder.LabelledText.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The development data: JSON lines of {@code text} and {@code spans} [start, end, type]. */
enum Corpus {
  /** Real sentences, with persons, places and organisations only. */
  REAL("ner_real_train.jsonl", "WNUT17, wikigold and BTC (CC-BY)"),

  /** Made from templates; by these the result is measured. */
  SYNTHETIC("presidio_synth_v2.jsonl", "presidio-research synth_dataset_v2 (MIT)"),

  /** Made from some of the same templates, years before, with fewer types. */
  GENERATED("presidio_generated_large.jsonl", "presidio-research generated_large (MIT)");

  private static final int TEXT_MAX = 100_000;
  private static final Pattern ADDRESS_GAP = Pattern.compile("[\\s,.>?]{0,4}");
  private static final Map<String, Label> OTHER_NAMES =
      Map.of(
          "GPE", Label.LOCATION,
          "ORG", Label.ORGANIZATION,
          "ADDRESS", Label.STREET_ADDRESS,
          "PREFIX", Label.TITLE);

  private final String file;
  private final String source;

  Corpus(String file, String source) {
    this.file = file;
    this.source = source;
  }

  /** Where it comes from, with its licence. */
  String source() {
    return source;
  }

  /** The labels that it does not mark. */
  private List<Label> unlabelled() {
    return switch (this) {
      case REAL ->
          List.of(
              Label.STREET_ADDRESS,
              Label.NRP,
              Label.TITLE,
              Label.DATE_TIME,
              Label.AGE,
              Label.ZIP_CODE);
      case SYNTHETIC -> List.of();
      case GENERATED -> List.of(Label.NRP, Label.TITLE, Label.AGE, Label.ZIP_CODE);
    };
  }

  /** A text and the skeleton of the template that it was made from. */
  record Entry(LabelledText text, String skeleton) {}

  /** All texts, in the order of the file in {@code folder}. */
  List<Entry> read(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Entry> entries = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(folder.resolve(file))) {
      String line;
      while ((line = lines.readLine()) != null) {
        JsonNode node = json.readTree(line);
        String text = node.path("text").asText();
        if (!text.isBlank() && text.length() <= TEXT_MAX) {
          entries.add(entry(text, node.path("spans")));
        }
      }
    }
    return entries;
  }

  private Entry entry(String text, JsonNode marked) {
    List<Span> spans = new ArrayList<>();
    List<int[]> ranges = new ArrayList<>();
    for (JsonNode each : marked) {
      int start = text.offsetByCodePoints(0, each.get(0).asInt());
      int end = text.offsetByCodePoints(0, each.get(1).asInt());
      ranges.add(new int[] {start, end});
      label(each.get(2).asText()).ifPresent(label -> spans.add(new Span(start, end, label)));
    }
    spans.sort(Comparator.comparingInt(Span::start));
    return new Entry(
        new LabelledText(text, joined(text, spans), unlabelled()),
        LabelledText.skeleton(text, ranges));
  }

  /** The data marks the lines of an address one by one; to us it is one address. */
  private static List<Span> joined(String text, List<Span> spans) {
    List<Span> joined = new ArrayList<>();
    for (Span span : spans) {
      if (!joined.isEmpty()
          && span.label() == Label.STREET_ADDRESS
          && joined.getLast().label() == Label.STREET_ADDRESS
          && ADDRESS_GAP.matcher(text.substring(joined.getLast().end(), span.start())).matches()) {
        span = new Span(joined.removeLast().start(), span.end(), Label.STREET_ADDRESS);
      }
      joined.add(span);
    }
    return joined;
  }

  private static Optional<Label> label(String type) {
    for (Label label : Label.values()) {
      if (label.name().equals(type)) {
        return Optional.of(label);
      }
    }
    return Optional.ofNullable(OTHER_NAMES.get(type));
  }
}
