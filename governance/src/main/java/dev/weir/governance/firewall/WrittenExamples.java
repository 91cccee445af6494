package dev.weir.governance.firewall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Examples written for training, as patterns of which some variants are drawn: what the collected
 * sources lack (other languages, attacks within documents, harmless texts with an attack's words).
 * A measure across sources always trains on them and never counts them.
 */
final class WrittenExamples {

  static final String SOURCE = "written";

  /** Patterns of which many variants come. */
  private static final String PATTERNS = "written-examples.txt";

  /** Sentences near the subject, most of them single. */
  private static final String NEAR = "written-near.txt";

  private static final int VARIANTS_MAX = 24;
  private static final int TIMES_MIN = 6;

  private WrittenExamples() {}

  /** The examples; the same at each call. */
  static List<Example> all() {
    return Stream.of(PATTERNS, NEAR).flatMap(WrittenExamples::examples).toList();
  }

  private static Stream<Example> examples(String resource) {
    var random = new Random(11);
    return lines(resource)
        .filter(line -> !line.startsWith("#"))
        .map(line -> variants(line, random))
        .flatMap(resource.equals(NEAR) ? WrittenExamples::often : List::stream);
  }

  /** A single sentence would drown among the many variants of the patterns. */
  private static Stream<Example> often(List<Example> variants) {
    int times = Math.max(TIMES_MIN, variants.size());
    return IntStream.range(0, times).mapToObj(i -> variants.get(i % variants.size()));
  }

  private static Stream<String> lines(String resource) {
    try (InputStream in = WrittenExamples.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Example> variants(String line, Random random) {
    boolean injection = line.startsWith("+");
    Set<String> variants = new LinkedHashSet<>();
    for (int i = 0; i < VARIANTS_MAX; i++) {
      variants.add(variant(line.substring(2), random));
    }
    return variants.stream().map(text -> new Example(text, injection, SOURCE)).toList();
  }

  private static String variant(String pattern, Random random) {
    var variant = new StringBuilder();
    int at = 0;
    while (at < pattern.length()) {
      int open = pattern.indexOf('{', at);
      int close = open < 0 ? -1 : pattern.indexOf('}', open);
      if (close < 0) {
        break;
      }
      String[] choices = pattern.substring(open + 1, close).split("\\|", -1);
      variant.append(pattern, at, open).append(choices[random.nextInt(choices.length)]);
      at = close + 1;
    }
    return variant.append(pattern, at, pattern.length()).toString().strip();
  }
}
