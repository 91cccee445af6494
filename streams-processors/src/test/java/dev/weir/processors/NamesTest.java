package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static dev.weir.processors.Harness.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.FindingType;
import dev.weir.processors.alert.BoundedNames;
import dev.weir.processors.event.Counters;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Evidence;
import dev.weir.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in prompts: told of like other findings, and read for no longer than there is time. */
class NamesTest {

  private static final Detector EVERYWHERE =
      text ->
          List.of(new Finding(FindingType.PERSON, 0, Math.min(1, text.length()), 0.9, "person"));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong now = new AtomicLong();

  @Test
  void tellsWhereANameStandsAndNotWhatItIs(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      log.keys = log.keys.with(Samples.KEY);
      String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"💳 ask " + PERSON + "\"}]}";
      log.write(Topic.PROMPTS, "r1", Samples.prompt("r1", body, NOON));
      log.write(Topic.PROMPTS, "r1", Samples.prompt("r1", body, NOON));

      List<Alert> alerts = log.values(Topic.ALERTS);

      assertThat(alerts)
          .extracting(Alert::getFindingUid)
          .containsExactly("pii/search/person/" + NOON);
      assertThat(alerts.getFirst().getEvidence())
          .containsExactly(
              new Evidence("person", "/messages/0/content", 6, 16, 0.9, "encoder-person", null));
      assertThat(alerts.toString()).doesNotContain(PERSON);
    }
  }

  @Test
  void countsAPromptOnWhichItFailsAsItsOwn(@TempDir Path directory) {
    try (var log = new Harness(directory)) {
      log.keys = log.keys.with(Samples.KEY);
      String body =
          "{\"messages\":[{\"role\":\"user\",\"content\":\"" + Harness.UNREADABLE + "\"}]}";

      log.write(Topic.PROMPTS, "r1", Samples.prompt("r1", body, NOON));

      assertThat(log.count("weir.processors.names.failed")).isEqualTo(1);
      assertThat(log.count("weir.processors.usage.uncounted")).isZero();
      assertThat(log.deadLetters()).isEmpty();
    }
  }

  @Test
  void passesOverWhatItHasNoTimeForAndCountsIt() {
    Detector slow =
        text -> {
          now.addAndGet(Duration.ofSeconds(6).toNanos());
          return EVERYWHERE.scan(text);
        };
    var names = new BoundedNames(() -> slow, new Counters(meters), now::get);

    assertThat(names.scan("first")).hasSize(1);
    assertThat(names.scan("second")).hasSize(1);
    assertThat(names.scan("third")).isEmpty();
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(names.scan("fourth")).hasSize(1);

    assertThat(counted("read")).isEqualTo("firstsecondfourth".length());
    assertThat(counted("skipped")).isEqualTo("third".length());
  }

  @Test
  void callsNobodyForAWordThatIsHardlyAName() {
    Detector names =
        new BoundedNames(
            () ->
                _ ->
                    List.of(
                        new Finding(FindingType.LOCATION, 22, 27, 0.79, "place"),
                        new Finding(FindingType.PERSON, 0, 4, 0.8, "person")),
            new Counters(meters),
            now::get);

    assertThat(names.scan("Find the report about river 12."))
        .extracting(Finding::type)
        .containsExactly(FindingType.PERSON);
  }

  @Test
  void readsTheBeginningOfALongTextAndNoHalfCharacter() {
    var read = new StringBuilder();
    Detector reader =
        text -> {
          read.append(text);
          return List.of();
        };
    var names = new BoundedNames(() -> reader, new Counters(meters), now::get);
    String text = "x".repeat(16 * 1024 - 1) + "💳".repeat(10);

    names.scan(text);

    assertThat(read).hasToString("x".repeat(16 * 1024 - 1));
    assertThat(counted("skipped")).isEqualTo(20);
  }

  @Test
  void goesOnWithoutNamesWhereTheModelDoesNotLoad() {
    var names =
        new BoundedNames(
            () -> {
              throw new UnsatisfiedLinkError("no such library");
            },
            new Counters(meters),
            now::get);

    assertThat(names.scan("first")).isEmpty();
    assertThat(names.scan("second")).isEmpty();
    assertThat(counted("skipped")).isEqualTo("firstsecond".length());
  }

  private double counted(String outcome) {
    return meters.counter("weir.processors.names.characters", "outcome", outcome).count();
  }
}
