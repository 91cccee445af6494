package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.RatedUsage;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Usage is charged once, however late and however often a proxy's journal sends it. */
class UsageOnceTest extends LogCase {

  private static final Duration LONGER_THAN_IDS_ARE_REMEMBERED = Duration.ofDays(3);

  @Test
  void chargesOnceWhatIsSentAgainDaysLater() {
    Usage first = numbered("r1", 1);
    Usage second = numbered("r2", 2);
    write(first);
    write(second);
    assertThat(charged()).containsExactly("r1", "r2");

    log.advance(LONGER_THAN_IDS_ARE_REMEMBERED);
    write(first);
    write(second);

    assertThat(charged()).isEmpty();
    assertThat(log.count("weir.processors.duplicates")).isEqualTo(2);
  }

  @Test
  void chargesWhatComesForTheFirstTimeHoweverLate() {
    write(numbered("r1", 1));
    write(numbered("r4", 4));
    log.advance(LONGER_THAN_IDS_ARE_REMEMBERED);
    write(numbered("r3", 3));
    write(numbered("r2", 2));
    write(numbered("r2", 2));

    assertThat(charged()).containsExactly("r1", "r4", "r3", "r2");
  }

  @Test
  void countsTheNumbersOfEachStartOfAProxyAndOfEachTeamByThemselves() {
    write(numbered("r1", 1));
    write(builder("r2", 1).setProxyEpoch(2_000).build());
    write(builder("r3", 1).setProxyId("p2").build());
    log.write(Topic.TOKEN_COUNTS, "sales", builder("r4", 1).setTeam("sales").build());

    assertThat(charged()).containsExactly("r1", "r2", "r3", "r4");
  }

  @Test
  void keepsTheEstimateOfAClosedExchangeWhenItsUsageComesDaysLater() {
    log.write(Topic.PROMPTS, "r1", Samples.prompt("r1", "seventeen bytes!!", NOON));
    log.advance(Duration.ofMinutes(13));
    assertThat(charged()).containsExactly("r1");

    log.advance(LONGER_THAN_IDS_ARE_REMEMBERED);
    write(numbered("r1", 1));

    assertThat(charged()).isEmpty();
  }

  @Test
  void chargesEachOnceWhateverTheOrderTheRepetitionsAndTheGaps() {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      List<Usage> sent = new ArrayList<>();
      for (int number = 1; number <= 60; number++) {
        if (random.nextInt(10) > 0) {
          sent.add(builder(seed + "/" + number, number).setProxyEpoch(seed).build());
        }
      }
      List<Usage> arriving = new ArrayList<>(sent);
      arriving.addAll(sent.subList(10, 40));
      Collections.shuffle(arriving, random);
      for (Usage usage : arriving) {
        write(usage);
        if (random.nextInt(15) == 0) {
          log.advance(Duration.ofHours(7));
        }
      }

      assertThat(charged())
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(sent.stream().map(Usage::getRequestId).toList());
    }
  }

  private static Usage numbered(String requestId, long number) {
    return builder(requestId, number).build();
  }

  private static Usage.Builder builder(String requestId, long number) {
    return Samples.usage(requestId, 10, 5, NOON).setSequence(number);
  }

  private void write(Usage usage) {
    log.write(Topic.TOKEN_COUNTS, "search", usage);
  }

  private List<String> charged() {
    return log.<RatedUsage>values(Topic.RATED_USAGE).stream()
        .map(RatedUsage::getRequestId)
        .toList();
  }
}
