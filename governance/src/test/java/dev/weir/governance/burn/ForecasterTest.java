package dev.weir.governance.burn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecasterTest {

  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final int RUNS = 400;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void constantBurnEndsWhereItPoints(long seed) {
    var random = new SplittableRandom(seed);
    long perHour = random.nextLong(1, 1_000_000);
    int knownHours = random.nextInt(4, 700);
    int hoursLeft = random.nextInt(0, 24 * 31);
    long spent = random.nextLong(0, 1L << 40);
    Instant now = END.minus(Duration.ofHours(hoursLeft));

    Forecast forecast =
        forecast(history(now, knownHours, _ -> perHour), spent, now, ZoneOffset.UTC);

    assertThat(forecast.spent()).isEqualTo(spent + hoursLeft * perHour);
    assertThat(forecast.low()).isEqualTo(forecast.spent());
    assertThat(forecast.high()).isEqualTo(forecast.spent());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsExpectedOfAnAccountThatIsNotUsed(long seed) {
    var random = new SplittableRandom(seed);
    int silentHours = random.nextInt(7 * 24, 3_000);
    Instant now = END.minus(Duration.ofHours(random.nextInt(1, 700)));
    long usedAt = SpendHistory.minuteOf(now.minus(Duration.ofHours(silentHours + 1L)));
    long spent = random.nextLong(1_000);

    Forecast forecast = forecast(SpendHistory.NONE.plus(usedAt, 1_000), spent, now, ZoneOffset.UTC);

    assertThat(forecast.spent()).isEqualTo(spent);
    assertThat(forecast.high()).isEqualTo(spent);
  }

  @Test
  void holdsTheTrueEndInItsRangeInNineOfTenCases() {
    double uneven = coverage(7 * 24, (random, _) -> -1_000 * Math.log(1 - random.nextDouble()));
    double weekly =
        coverage(28 * 24 - 1, (random, hour) -> pattern(hour) * (0.5 + random.nextDouble()));
    double unlearned =
        coverage(8 * 24, (random, hour) -> pattern(hour) * (0.5 + random.nextDouble()));

    System.out.printf(
        "the range held the end in %.3f (no pattern), %.3f (weekly, learned), %.3f (weekly, not)%n",
        uneven, weekly, unlearned);
    assertThat(uneven).isBetween(0.82, 0.97);
    assertThat(weekly).isGreaterThan(0.82);
    assertThat(unlearned).isGreaterThan(0.82);
  }

  @Test
  void expectsNothingOfAWeekendOnceItKnowsWeekends() {
    // A Saturday, 00:00 in Berlin, and the window ends with the Sunday.
    Instant now = Instant.parse("2026-11-27T23:00:00Z");
    Instant end = Instant.parse("2026-11-29T23:00:00Z");
    SpendHistory history = history(now, 4 * 7 * 24 - 1, ForecasterTest::worksInBerlin);

    Forecast forecast =
        Forecaster.of(history, 5_000, Long.MAX_VALUE, now, end, BERLIN).orElseThrow();

    assertThat(forecast.method()).isEqualTo(Forecast.Method.SEASONAL);
    assertThat(forecast.spent()).isEqualTo(5_000);
  }

  @Test
  void followsTheLevelOfTheLastWeek() {
    Instant now = Instant.parse("2026-11-23T00:00:00Z");
    long lastWeek = SpendHistory.hourOf(now) - 7 * 24;
    SpendHistory history = history(now, 21 * 24 + 1, hour -> hour < lastWeek ? 100 : 200);

    Forecast forecast = forecast(history, 0, now, ZoneOffset.UTC);

    assertThat(forecast.spent()).isEqualTo(8 * 24 * 200);
  }

  @Test
  void saysNothingBeforeThreeWholeHours() {
    Instant now = END.minus(Duration.ofDays(3));

    assertThat(Forecaster.of(history(now, 3, _ -> 1), 3, 9, now, END, ZoneOffset.UTC)).isEmpty();
    assertThat(Forecaster.of(SpendHistory.NONE, 3, 9, now, END, ZoneOffset.UTC)).isEmpty();
    assertThat(Forecaster.of(history(now, 4, _ -> 1), 3, 9, now, END, ZoneOffset.UTC)).isPresent();
  }

  @Test
  void tellsWhenTheLimitWillBeReached() {
    Instant now = END.minus(Duration.ofDays(2));
    SpendHistory history = history(now, 30, _ -> 100);

    assertThat(
            Forecaster.of(history, 1_000, 2_050, now, END, ZoneOffset.UTC).orElseThrow().reached())
        .hasValue(now.plus(Duration.ofMinutes(630)));
    assertThat(
            Forecaster.of(history, 1_000, 9_999, now, END, ZoneOffset.UTC).orElseThrow().reached())
        .isEmpty();
    assertThat(Forecaster.of(history, 1_000, 900, now, END, ZoneOffset.UTC).orElseThrow().reached())
        .isEmpty();
  }

  private interface Hourly {
    double spend(SplittableRandom random, long hour);
  }

  /** How often the range holds the end of twenty days that follow those that are known. */
  private static double coverage(int knownHours, Hourly hourly) {
    int held = 0;
    for (long seed = 0; seed < RUNS; seed++) {
      var random = new SplittableRandom(seed);
      Instant now = END.minus(Duration.ofDays(20));
      SpendHistory history = history(now, knownHours, hour -> hourly.spend(random, hour));
      Forecast forecast = forecast(history, 0, now, ZoneOffset.UTC);
      double end = 0;
      for (long hour = SpendHistory.hourOf(now); hour < SpendHistory.hourOf(END); hour++) {
        end += hourly.spend(random, hour);
      }
      held += end >= forecast.low() && end <= forecast.high() ? 1 : 0;
    }
    return (double) held / RUNS;
  }

  /** Days that are busier than nights, and weekends that are neither. */
  private static double pattern(long hour) {
    long day = Math.floorMod(hour / 24 + 3, 7L);
    double byHour = 1 + Math.sin((hour % 24 - 8) * Math.PI / 12);
    return 1_000 * (day < 5 ? byHour : 0.2);
  }

  private static double worksInBerlin(long hour) {
    DayOfWeek day = Instant.ofEpochSecond(hour * 3_600).atZone(BERLIN).getDayOfWeek();
    return day.getValue() < 6 ? 100 : 0;
  }

  private static Forecast forecast(SpendHistory history, long spent, Instant now, ZoneId zone) {
    return Forecaster.of(history, spent, Long.MAX_VALUE, now, END, zone).orElseThrow();
  }

  /** The hours before now; the first of them counts for none. */
  private static SpendHistory history(Instant now, int hours, LongToDoubleFunction perHour) {
    long thisHour = SpendHistory.hourOf(now);
    var byHour = new TreeMap<Long, Long>();
    for (long hour = thisHour - hours; hour < thisHour; hour++) {
      byHour.put(hour, Math.round(perHour.applyAsDouble(hour)));
    }
    return new SpendHistory(new TreeMap<>(), byHour, thisHour - hours);
  }
}
