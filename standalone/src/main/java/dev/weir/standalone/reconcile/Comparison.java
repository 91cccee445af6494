package dev.weir.standalone.reconcile;

import dev.weir.governance.pricing.TokenType;
import dev.weir.schemas.event.ChargebackRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What one provider says of a month against the chargeback rows of the same days, whichever
 * statements they are in. For one thread.
 *
 * <p>Days are compared from the first to the last that the export reports on. A model that the
 * export does not name is compared with all of Weir's models together.
 */
public final class Comparison {

  /** Stands for all models where the export does not tell them apart. */
  static final String ALL_MODELS = "(all models)";

  private final String provider;
  private final YearMonth month;
  private final Export export;
  private final Set<String> keys;
  private final boolean usageByModel;
  private final boolean costsByModel;
  private final SortedMap<Place, Measure.Sides> places = new TreeMap<>();
  private final SortedMap<String, SortedMap<Measure, BigDecimal>> byKey = new TreeMap<>();
  private long unpricedTokens;
  private long rowsElsewhere;

  /** Where a number belongs. */
  private record Place(String model, Measure measure, LocalDate day) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::model).thenComparing(Place::measure).thenComparing(Place::day);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /** What both sides say of a model on a day, or in all days together where there is no day. */
  public record Line(String model, Measure measure, Optional<LocalDate> day, Measure.Sides sides) {}

  /**
   * Takes the export in.
   *
   * @param provider as the policy calls it
   * @param keys those of the export that Weir uses; empty for all of them
   */
  public Comparison(String provider, YearMonth month, Export export, Set<String> keys) {
    this.provider = provider;
    this.month = month;
    this.export = export;
    this.keys = Set.copyOf(keys);
    this.usageByModel = namesModels(row -> row.cost().isEmpty());
    this.costsByModel = namesModels(row -> row.cost().isPresent());
    export.rows().forEach(this::take);
  }

  private boolean namesModels(Predicate<ExportRow> kind) {
    return export.rows().stream().filter(kind).noneMatch(row -> row.model().isEmpty());
  }

  private void take(ExportRow row) {
    if (!YearMonth.from(row.day()).equals(month)) {
      rowsElsewhere++;
      return;
    }
    boolean isOurs = keys.isEmpty() || keys.contains(row.key());
    row.tokens()
        .forEach((type, tokens) ->
            take(
                row,
                usageByModel ? row.model() : "",
                Measure.of(type),
                BigDecimal.valueOf(tokens),
                isOurs));
    row.cost()
        .ifPresent(cost ->
            take(
                row,
                costsByModel ? row.model() : "",
                Measure.cost(cost.currency()),
                cost.value(),
                isOurs));
  }

  private void take(
      ExportRow row, String model, Measure measure, BigDecimal value, boolean isOurs) {
    byKey.computeIfAbsent(row.key(), _ -> new TreeMap<>()).merge(measure, value, BigDecimal::add);
    if (isOurs) {
      add(model, measure, row.day(), new Measure.Sides(BigDecimal.ZERO, value));
    }
  }

  private void add(String model, Measure measure, LocalDate day, Measure.Sides sides) {
    places.merge(
        new Place(model.isEmpty() ? ALL_MODELS : model, measure, day), sides, Measure.Sides::plus);
  }

  /** Takes a row of Weir's in; a repeated row has to be left out by the caller. */
  public void add(ChargebackRow row) {
    LocalDate day = LocalDate.ofInstant(row.getChargePeriodStart(), ZoneOffset.UTC);
    boolean isOfTokens = row.getConsumedUnit().equals("Tokens");
    if (!row.getServiceProviderName().equals(provider) || !isOfTokens || !isCompared(day)) {
      return;
    }
    String model = ModelName.plain(row.getXModel());
    if (export.hasUsage()) {
      add(
          usageByModel ? model : "",
          Measure.of(tokenClass(row.getXTokenType())),
          day,
          ours(BigDecimal.valueOf(row.getConsumedQuantity())));
    }
    if (!row.getXPriced()) {
      unpricedTokens = Math.addExact(unpricedTokens, row.getConsumedQuantity());
    } else if (export.hasCosts()) {
      add(
          costsByModel ? model : "",
          Measure.cost(row.getBillingCurrency()),
          day,
          ours(row.getBilledCost()));
    }
  }

  /** A type that only a newer release knows is of the prompt, as most are. */
  private static TokenClass tokenClass(String type) {
    return TokenType.of(type).map(TokenClass::of).orElse(TokenClass.INPUT);
  }

  private static Measure.Sides ours(BigDecimal value) {
    return new Measure.Sides(value, BigDecimal.ZERO);
  }

  private boolean isCompared(LocalDate day) {
    return YearMonth.from(day).equals(month)
        && export.first().filter(first -> !day.isBefore(first)).isPresent()
        && export.last().filter(last -> !day.isAfter(last)).isPresent();
  }

  /** Every day on which the two differ, by model and measure. */
  public List<Line> differences() {
    List<Line> lines = new ArrayList<>();
    places.forEach((place, sides) -> {
      if (sides.difference().signum() != 0) {
        lines.add(new Line(place.model(), place.measure(), Optional.of(place.day()), sides));
      }
    });
    return lines;
  }

  /** All days together, by model and measure: what a threshold is about. */
  public List<Line> totals() {
    SortedMap<Place, Measure.Sides> sums = new TreeMap<>();
    places.forEach((place, sides) ->
        sums.merge(
            new Place(place.model(), place.measure(), month.atDay(1)), sides, Measure.Sides::plus));
    return sums.entrySet().stream()
        .map(each ->
            new Line(
                each.getKey().model(), each.getKey().measure(), Optional.empty(), each.getValue()))
        .toList();
  }

  /** Those of the totals that differ by more than this share of what the provider says. */
  public List<Line> beyond(BigDecimal share) {
    return totals().stream().filter(line -> line.sides().exceeds(share)).toList();
  }

  /** What the export says of each key, in all of the month; empty where it names no key. */
  public SortedMap<String, SortedMap<Measure, BigDecimal>> byKey() {
    return byKey.keySet().equals(Set.of("")) ? new TreeMap<>() : byKey;
  }

  /** The keys of {@code keys} that the export does not have: mistyped, perhaps. */
  public List<String> unknownKeys() {
    return keys.stream().filter(key -> !byKey.containsKey(key)).sorted().toList();
  }

  public Set<String> keys() {
    return keys;
  }

  /** Weir's tokens without a price: they are in no cost. */
  public long unpricedTokens() {
    return unpricedTokens;
  }

  /** Rows of the export that are of other months. */
  public long rowsElsewhere() {
    return rowsElsewhere;
  }
}
