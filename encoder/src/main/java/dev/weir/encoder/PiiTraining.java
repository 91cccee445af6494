package dev.weir.encoder;

import dev.weir.encoder.Corpus.Entry;
import dev.weir.encoder.LabelledText.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Trains the head of {@link NameDetector} and measures how it was trained. The folds of a measure
 * are of templates: whatever has the letters of one template is in one fold, so that no head is
 * measured by a sentence that it was trained on with other names.
 */
public final class PiiTraining implements AutoCloseable {

  /** One real sentence in so many is read: there are enough of them. */
  private static final int REAL_ONE_IN = 3;

  private static final int PHRASES = 6_000;
  private static final int REAL_WEIGHT = 1;
  private static final int SYNTHETIC_WEIGHT = 8;

  private final MiniLm model;
  private final NameReader reader;
  private final long seed;
  private final Consumer<String> progress;
  private final Map<Corpus, List<Read>> read = new EnumMap<>(Corpus.class);

  private PiiTraining(MiniLm model, long seed, Consumer<String> progress) {
    this.model = model;
    this.reader = new NameReader(model);
    this.seed = seed;
    this.progress = progress;
  }

  /** Reads the data in {@code folder} with the model, which takes minutes. */
  public static PiiTraining open(
      Path folder, long seed, EncoderSettings settings, Consumer<String> progress)
      throws IOException {
    var training = new PiiTraining(MiniLm.open(settings), seed, progress);
    try {
      for (Corpus corpus : Corpus.values()) {
        training.read.put(corpus, training.read(corpus, folder));
      }
      return training;
    } catch (IOException | RuntimeException e) {
      training.close();
      throw e;
    }
  }

  /** Trains one head per fold on the other folds, and measures all of them together. */
  public List<PiiMeasure> measure(int folds) {
    SpanScores scores = new SpanScores();
    for (int fold = 0; fold < folds; fold++) {
      Head head = head(fold, folds);
      for (Read each : read.getOrDefault(Corpus.SYNTHETIC, List.of())) {
        if (each.fold(folds) == fold) {
          LabelledText text = each.entry.text();
          scores.add(text.spans(), spans(text.text(), head));
        }
      }
      progress.accept("measured fold " + (fold + 1) + " of " + folds);
    }
    return scores.measures();
  }

  /** The weights that all data gives, as {@link NameDetector} reads them. */
  public byte[] train() throws IOException {
    ByteArrayOutputStream weights = new ByteArrayOutputStream();
    head(-1, 1).write(weights);
    return weights.toByteArray();
  }

  @Override
  public void close() {
    model.close();
  }

  /** A head that has seen no text of {@code fold}, and no sentence with a name taken from one. */
  private Head head(int fold, int folds) {
    Examples examples = new Examples();
    Names names = new Names();
    read.forEach((corpus, texts) -> {
      for (Read each : texts) {
        if (corpus == Corpus.REAL || each.fold(folds) != fold) {
          examples.addAll(each.examples);
          if (corpus != Corpus.GENERATED) {
            names.add(each.entry.text(), corpus == Corpus.REAL ? REAL_WEIGHT : SYNTHETIC_WEIGHT);
          }
        }
      }
    });
    Phrases phrases = Phrases.load();
    var random = new SplittableRandom(seed);
    for (int i = 0; i < PHRASES; i++) {
      examples.add(reader, phrases.draw(names, random));
    }
    progress.accept("training on " + examples.size() + " words");
    return HeadTraining.train(examples, seed, sources());
  }

  private List<Span> spans(String text, Head head) {
    List<Span> spans = new ArrayList<>();
    for (var finding : reader.find(text, head)) {
      spans.add(
          new Span(
              text.offsetByCodePoints(0, finding.start()),
              text.offsetByCodePoints(0, finding.end()),
              Label.of(finding.type())));
    }
    return spans;
  }

  private List<Read> read(Corpus corpus, Path folder) throws IOException {
    List<Read> texts = new ArrayList<>();
    List<Entry> entries = corpus.read(folder);
    for (int i = 0; i < entries.size(); i += corpus == Corpus.REAL ? REAL_ONE_IN : 1) {
      Examples examples = new Examples();
      examples.add(reader, entries.get(i).text());
      texts.add(new Read(entries.get(i), examples));
    }
    progress.accept("read " + texts.size() + " texts of " + corpus.source());
    return texts;
  }

  private static String sources() {
    return "sources="
        + Stream.of(Corpus.values()).map(Corpus::source).collect(Collectors.joining("; "))
        + "; phrases.txt";
  }

  /** A text with what the model says of it. */
  private record Read(Entry entry, Examples examples) {

    int fold(int folds) {
      return Math.floorMod(entry.skeleton().hashCode(), folds);
    }
  }
}
