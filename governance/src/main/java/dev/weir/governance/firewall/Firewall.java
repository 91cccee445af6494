package dev.weir.governance.firewall;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges texts: whether they try to take over the model that reads them. The model scores the text
 * and what is hidden in it; rules say what they know and decide where the model doubts. Of a text
 * longer than {@value #CHARS_MAX} chars the beginning and the end are judged. Linear in the text;
 * for any number of threads.
 *
 * <p>Who asks must be ready for errors in both directions: docs/detection/firewall.md has figures.
 */
public final class Firewall {

  /** How much of a text is judged. */
  public static final int CHARS_MAX = 1 << 18;

  private static final String WEIGHTS = "weights.bin";

  /** Where the model gives the words around a match less than this, the rule is not heard. */
  private static final double GATE_USER = 0.08;

  private static final double GATE_DATA = 0.02;

  private static final String MODEL = "ngram-model";
  private static final String OTHER_LANGUAGE = "other-language";

  /**
   * Word by word, harmless orders come nearer to attacks than they are: where the model alone takes
   * what is said in another language for an attack, .86 counts as .5.
   */
  private static final double ALONE_ODDS = 1.0 / 6;

  /** And where words as attacks have them stand together, but no rule speaks, .6 counts as .5. */
  private static final double WITNESSED_ODDS = 2.0 / 3;

  /** How many texts are judged for one: the text itself and what is hidden in it. */
  private static final int TEXTS_MAX = 12;

  /** Data gives no orders: the threshold is nearer. */
  private static final double DATA_SHIFT = 0.4;

  private final NgramModel model;

  Firewall(NgramModel model) {
    this.model = model;
  }

  /** With the weights that come with Weir, which a process reads once, when they are asked for. */
  public static Firewall load() {
    return Shipped.FIREWALL;
  }

  private static final class Shipped {

    static final Firewall FIREWALL = readShipped();
  }

  private static Firewall readShipped() {
    try (InputStream in = Firewall.class.getResourceAsStream(WEIGHTS)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + WEIGHTS);
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * With weights that {@code weir train firewall} wrote.
   *
   * @throws IOException where these are no weights, or of another version
   */
  public static Firewall read(InputStream weights) throws IOException {
    return new Firewall(NgramModel.read(new DataInputStream(weights)));
  }

  /** What is to be made of a text that comes from there. */
  public Verdict judge(CharSequence text, Provenance provenance) {
    var rules = new TreeSet<String>();
    double score = 0;
    Queue<Decodings.Hidden> texts = new ArrayDeque<>();
    texts.add(new Decodings.Hidden("", bounded(text), 0));
    int judged = 0;
    while (!texts.isEmpty() && judged < TEXTS_MAX) {
      Decodings.Hidden each = texts.remove();
      double found = score(each, provenance, rules);
      if (found >= Verdict.SUSPICIOUS && !each.rule().isEmpty()) {
        rules.add(each.rule());
      }
      score = Math.max(score, found);
      judged++;
      if (each.depth() < Decodings.DEPTH_MAX) {
        texts.addAll(Decodings.of(each.text(), each.depth() + 1));
      }
    }
    return Verdict.of(score, List.copyOf(rules));
  }

  private double score(Decodings.Hidden hidden, Provenance provenance, Set<String> rules) {
    char[] folded = Folding.fold(hidden.text());
    NgramFeatures.Words words = NgramFeatures.words(folded);
    double score = score(words, provenance, rules);
    Optional<char[]> said = inEnglish(folded, words);
    if (said.isPresent()) {
      double english = ofReading(NgramFeatures.words(said.get()), provenance, rules);
      if (english > score && english >= Verdict.SUSPICIOUS) {
        rules.add(OTHER_LANGUAGE);
      }
      score = Math.max(score, english);
    }
    if (hidden.rule().equals(Decodings.INVISIBLE)) {
      // Nobody writes sentences in invisible characters by mistake.
      score = either(score, Verdict.INJECTION);
    }
    return score;
  }

  /** What is of another language, in English; nothing where nothing is. */
  private static Optional<char[]> inEnglish(char[] folded, NgramFeatures.Words words) {
    Optional<char[]> all =
        EnglishWords.miss(words) ? Glossary.shipped().of(folded) : Optional.empty();
    return all.isPresent() ? all : Glossary.shipped().sentencesOf(folded);
  }

  /** What the model alone says is believed less. */
  private double ofReading(NgramFeatures.Words words, Provenance provenance, Set<String> rules) {
    var heard = new TreeSet<String>();
    double score = score(words, provenance, heard);
    if (heard.stream().allMatch(MODEL::equals)) {
      double odds = score / (1 - score) * (Witnesses.heard(words) ? WITNESSED_ODDS : ALONE_ODDS);
      score = score == 1 ? 1 : odds / (1 + odds);
    }
    if (score < Verdict.INJECTION) {
      heard.remove(MODEL);
    }
    rules.addAll(heard);
    return score;
  }

  private double score(NgramFeatures.Words words, Provenance provenance, Set<String> rules) {
    boolean untrusted = provenance.untrusted();
    double shift = untrusted ? DATA_SHIFT : 0;
    double gate = untrusted ? GATE_DATA : GATE_USER;
    NgramModel.Scored scored = model.score(words);
    double byModel = probability(scored.worst() + shift);
    if (byModel >= Verdict.INJECTION) {
      rules.add(MODEL);
    }
    Map<String, Double> byRule = new TreeMap<>();
    WordRules.match(
        words,
        untrusted,
        (rule, word) -> {
          if (rule.certain() || probability(scored.near(word) + shift) >= gate) {
            byRule.merge(rule.id(), untrusted ? rule.data() : rule.user(), Math::max);
          }
        });
    rules.addAll(byRule.keySet());
    double score = byModel;
    for (double each : byRule.values()) {
      score = either(score, each);
    }
    return score;
  }

  /** Two witnesses who agree are worth more than the better one; one who doubts takes nothing. */
  private static double either(double one, double other) {
    double both = 1 - (1 - one) * (1 - other);
    return Math.max(Math.max(one, other), Math.min(both, Math.max(one, other) + 0.1));
  }

  private static double probability(double score) {
    return 1 / (1 + Math.exp(-score));
  }

  private static CharSequence bounded(CharSequence text) {
    if (text.length() <= CHARS_MAX) {
      return text;
    }
    int half = CHARS_MAX / 2;
    return text.subSequence(0, half) + "\n" + text.subSequence(text.length() - half, text.length());
  }
}
