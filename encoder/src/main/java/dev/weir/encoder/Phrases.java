package dev.weir.encoder;

import dev.weir.encoder.LabelledText.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Draws made-up texts from the grammar in {@code phrases.txt}, whose first lines explain it. */
final class Phrases {

  private static final String GRAMMAR = "phrases.txt";
  private static final int DEPTH_MAX = 20;

  /** One text in so many is in small letters, as people type. */
  private static final int SMALL_ONE_IN = 8;

  private final Map<String, List<String>> alternatives = new HashMap<>();

  static Phrases load() {
    Phrases phrases = new Phrases();
    InputStream stream = Phrases.class.getResourceAsStream(GRAMMAR);
    if (stream == null) {
      throw new IllegalStateException("not on the class path: " + GRAMMAR);
    }
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        int colon = line.indexOf(": ");
        if (colon > 0 && !line.startsWith("#")) {
          phrases
              .alternatives
              .computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
              .add(line.substring(colon + 2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + GRAMMAR, e);
    }
    return phrases;
  }

  LabelledText draw(Names names, RandomGenerator random) {
    Drawing drawing = new Drawing(names, random);
    drawing.symbol("text", true, 0);
    String text = drawing.text.toString();
    String small = text.toLowerCase(Locale.ROOT);
    boolean lower = random.nextInt(SMALL_ONE_IN) == 0 && small.length() == text.length();
    return new LabelledText(lower ? small : text, drawing.spans, List.of());
  }

  /** One text on its way. */
  private final class Drawing {

    private final Names names;
    private final RandomGenerator random;
    private final StringBuilder text = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();

    Drawing(Names names, RandomGenerator random) {
      this.names = names;
      this.random = random;
    }

    void symbol(String symbol, boolean labels, int depth) {
      List<String> choices = alternatives.get(symbol);
      if (choices == null || depth > DEPTH_MAX) {
        throw new IllegalStateException("the grammar does not end at " + symbol);
      }
      String chosen = choices.get(random.nextInt(choices.size()));
      int at = 0;
      while (at < chosen.length()) {
        char each = chosen.charAt(at);
        if (each == '{') {
          int end = chosen.indexOf('}', at);
          slot(chosen.substring(at + 1, end), labels, depth);
          at = end + 1;
        } else if (each == '\\') {
          text.append('\n');
          at += 2;
        } else {
          text.append(drawn(each));
          at++;
        }
      }
    }

    private void slot(String slot, boolean labels, int depth) {
      if (slot.startsWith("@")) {
        text.append(names.draw(slot.substring(1), random));
        return;
      }
      int equals = slot.indexOf('=');
      Optional<Label> label = label(equals < 0 ? slot : slot.substring(0, equals));
      int start = text.length();
      symbol(slot.substring(equals + 1), labels && label.isEmpty(), depth + 1);
      if (labels && label.isPresent()) {
        spans.add(new Span(start, text.length(), label.get()));
      }
    }

    private char drawn(char each) {
      return switch (each) {
        case '#' -> (char) ('0' + random.nextInt(10));
        case '^' -> (char) ('1' + random.nextInt(9));
        case '@' -> (char) ('A' + random.nextInt(26));
        default -> each;
      };
    }
  }

  private static Optional<Label> label(String symbol) {
    for (Label label : Label.values()) {
      if (label.name().equals(symbol)) {
        return Optional.of(label);
      }
    }
    return Optional.empty();
  }
}
