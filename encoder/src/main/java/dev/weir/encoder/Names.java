package dev.weir.encoder;

import dev.weir.encoder.LabelledText.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The names in texts, to be put into sentences of our own. */
final class Names {

  private static final int NAME_MAX = 40;
  private static final List<String> COUNTRIES =
      Arrays.stream(Locale.getISOCountries())
          .map(code -> Locale.of("", code).getDisplayCountry(Locale.ENGLISH))
          .toList();

  private final Map<Label, List<String>> byLabel = new EnumMap<>(Label.class);
  private final List<String> given = new ArrayList<>();
  private final List<String> surnames = new ArrayList<>();

  /** Each name counts {@code weight} times. */
  void add(LabelledText text, int weight) {
    for (Span span : text.spans()) {
      String name = text.text().substring(span.start(), span.end());
      if (name.length() <= NAME_MAX
          && name.indexOf('\n') < 0
          && Character.isLetterOrDigit(name.codePointAt(0))) {
        for (int i = 0; i < weight; i++) {
          add(name, span.label());
        }
      }
    }
  }

  private void add(String name, Label label) {
    byLabel.computeIfAbsent(label, _ -> new ArrayList<>()).add(name);
    String[] parts = name.split(" ", -1);
    if (label == Label.PERSON && parts.length == 2) {
      given.add(parts[0]);
      surnames.add(parts[1]);
    }
  }

  /** A name of a kind that the grammar of {@link Phrases} knows. */
  String draw(String kind, RandomGenerator random) {
    return switch (kind) {
      case "COUNTRY" -> one(COUNTRIES, random);
      case "GIVEN" -> one(given, random);
      case "SURNAME" -> one(surnames, random);
      default -> one(byLabel.getOrDefault(Label.valueOf(kind), List.of()), random);
    };
  }

  private static String one(List<String> names, RandomGenerator random) {
    if (names.isEmpty()) {
      throw new IllegalStateException("no names to draw from");
    }
    return names.get(random.nextInt(names.size()));
  }
}
