package dev.weir.governance.firewall;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Learns the firewall's weights, and measures them on sources that were not learnt from: for each
 * source a model of all others scores it. The threshold is the score that {@value #FALSE_SHARE} of
 * the harmless texts exceed in that measure, and is fixed with the weights. The same examples give
 * the same weights, byte for byte.
 */
public final class FirewallTraining {

  static final double FALSE_SHARE = 0.02;

  /** Made of the texts of other sources, so that it is measured but never learnt from. */
  private static final String MIXED = "concat-benign";

  private final List<Example> examples;
  private final List<NgramTraining.Row> rows;
  private final List<NgramTraining.Row> always;
  private final double[] scores;
  private final Map<String, NgramModel> modelWithout = new HashMap<>();

  /**
   * Measures at once; takes about a second for each source and thousand examples.
   *
   * @param examples the sources that are measured and learnt from; their texts go nowhere
   * @param harmless texts that are learnt from in each measure and not counted
   * @throws IllegalArgumentException where a label is missing
   */
  public FirewallTraining(List<Example> examples, List<Example> harmless) {
    if (examples.stream().map(Example::injection).distinct().count() < 2) {
      throw new IllegalArgumentException("there must be injections and harmless texts");
    }
    this.examples = List.copyOf(examples);
    rows = examples.stream().map(NgramTraining.Row::of).toList();
    always =
        Stream.concat(WrittenExamples.all().stream(), harmless.stream())
            .map(NgramTraining.Row::of)
            .toList();
    scores = new double[rows.size()];
    sources().forEach(this::score);
  }

  private List<String> sources() {
    return rows.stream().map(NgramTraining.Row::source).distinct().sorted().toList();
  }

  private void score(String source) {
    NgramModel model = NgramTraining.train(learnable(source));
    modelWithout.put(source, model);
    for (int i = 0; i < scores.length; i++) {
      if (rows.get(i).source().equals(source)) {
        scores[i] = model.score(rows.get(i).words()).worst();
      }
    }
  }

  private List<NgramTraining.Row> learnable(String without) {
    List<NgramTraining.Row> learnable = new ArrayList<>(always);
    for (NgramTraining.Row row : rows) {
      if (!row.source().equals(without) && !row.source().equals(MIXED)) {
        learnable.add(row);
      }
    }
    return learnable;
  }

  /** The score above which a text is an injection. */
  public double threshold() {
    List<Double> harmless = harmless();
    int above = (int) Math.floor(harmless.size() * FALSE_SHARE);
    return harmless.get(harmless.size() - 1 - above);
  }

  private List<Double> harmless() {
    List<Double> harmless = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (!rows.get(i).injection() && !rows.get(i).source().equals(MIXED)) {
        harmless.add(scores[i]);
      }
    }
    Collections.sort(harmless);
    return harmless;
  }

  /** By source, what a model that did not know it finds at the threshold. */
  public List<SourceMeasure> measures() {
    double threshold = threshold();
    List<Double> harmless = harmless();
    return sources().stream().map(source -> measure(source, threshold, harmless)).toList();
  }

  private SourceMeasure measure(String source, double threshold, List<Double> harmless) {
    Firewall firewall =
        new Firewall(Objects.requireNonNull(modelWithout.get(source)).at(threshold));
    var measure = new SourceMeasure(source, Counts.NONE, Counts.NONE, Double.NaN);
    double ranks = 0;
    for (int i = 0; i < scores.length; i++) {
      if (rows.get(i).source().equals(source)) {
        boolean injection = rows.get(i).injection();
        Verdict verdict = firewall.judge(examples.get(i).text(), Provenance.USER);
        boolean judged = verdict.level() == Verdict.Level.INJECTION;
        measure = measure.plus(injection, scores[i] > threshold, judged);
        ranks += injection ? rank(scores[i], harmless) : 0;
      }
    }
    return measure.withArea(ranks / measure.injections().all());
  }

  /** The share of the sorted values that {@code score} exceeds. */
  private static double rank(double score, List<Double> sorted) {
    int place = Collections.binarySearch(sorted, score);
    return (double) (place < 0 ? -place - 1 : place) / sorted.size();
  }

  /** Learns from all and writes the weights, with the threshold in them. */
  public void write(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    NgramTraining.train(learnable("")).at(threshold()).write(data);
    data.flush();
  }

  /**
   * Of some texts of a source.
   *
   * @param byModel how many the model alone finds
   * @param judged how many the whole firewall finds, as of users
   */
  public record Counts(int all, int byModel, int judged) {

    static final Counts NONE = new Counts(0, 0, 0);

    private Counts plus(Counts others) {
      return new Counts(all + others.all, byModel + others.byModel, judged + others.judged);
    }

    private Counts plus(boolean found, boolean judgedSo) {
      return new Counts(all + 1, byModel + (found ? 1 : 0), judged + (judgedSo ? 1 : 0));
    }
  }

  /**
   * What was found in a source that was not learnt from.
   *
   * @param area under the curve: how often the model scores an injection of this source above a
   *     harmless text of any source; not a number where it has none
   */
  public record SourceMeasure(String source, Counts injections, Counts harmless, double area) {

    /** Of all of them together, without an area. */
    public static SourceMeasure sum(List<SourceMeasure> each) {
      var sum = new SourceMeasure("all", Counts.NONE, Counts.NONE, Double.NaN);
      for (SourceMeasure one : each) {
        // What is made of other sources' texts is no source, and the threshold does not count it.
        if (!one.source().equals(MIXED)) {
          sum =
              new SourceMeasure(
                  sum.source(),
                  sum.injections().plus(one.injections()),
                  sum.harmless().plus(one.harmless()),
                  Double.NaN);
        }
      }
      return sum;
    }

    private SourceMeasure plus(boolean injection, boolean found, boolean judged) {
      return injection
          ? new SourceMeasure(source, injections.plus(found, judged), harmless, area)
          : new SourceMeasure(source, injections, harmless.plus(found, judged), area);
    }

    private SourceMeasure withArea(double known) {
      return new SourceMeasure(source, injections, harmless, known);
    }
  }
}
