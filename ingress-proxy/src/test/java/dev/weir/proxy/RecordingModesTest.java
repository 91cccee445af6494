package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Recording;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a request that cannot be recorded, by how its team records. */
final class RecordingModesTest extends ChatCase {

  @Test
  void refusesUnderStrictRecordingWhatTheLogDoesNotKeep() throws Exception {
    gateway.log.mood(MemoryLog.Mood.REFUSES);

    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("cannot_record");
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
    assertThat(upstream.asked()).isEmpty();
    assertThat(gateway.recorder.lostRecords()).isPositive();
  }

  @Test
  void refusesUnderStrictRecordingWhatTheLogDoesNotAnswer() throws Exception {
    restart(
        configured()
            .exchanges(
                new ExchangeLimits(
                    64,
                    1024,
                    1 << 20,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(200))));
    gateway.log.mood(MemoryLog.Mood.IS_SILENT);

    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void refusesAtOnceUnderStrictRecordingWhileTheLogIsBehind() throws Exception {
    gateway.log.keepsUp(false);

    HttpResponse<String> answer = sendAs(TestKeys.KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("cannot_record");
    assertThat(gateway.log.all(Prompt.class)).isEmpty();
  }

  @Test
  void servesUnderSpoolRecordingWhileTheLogIsDownAndTheJournalIsNot() throws Exception {
    gateway.log.mood(MemoryLog.Mood.JOURNALS_ONLY);
    gateway.log.keepsUp(false);

    HttpResponse<String> answer = sendAs(TestKeys.SPOOL_KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gateway.log.next(Prompt.class).getRecording()).isEqualTo(Recording.SPOOL);
    assertThat(gateway.recorder.lostRecords()).isZero();
  }

  @Test
  void refusesUnderSpoolRecordingWhatTheJournalDoesNotTake() throws Exception {
    gateway.log.mood(MemoryLog.Mood.REFUSES);

    HttpResponse<String> answer = sendAs(TestKeys.SPOOL_KEY.reveal(), ASK);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("cannot_record");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void refusesUnderStrictRecordingWhatHasNoRoom() throws Exception {
    restart(configured().recordBytes(1024));

    assertThat(sendAs(TestKeys.KEY.reveal(), ASK).statusCode()).isEqualTo(503);
  }

  @Test
  void servesUnderOpenRecordingWhatCannotBeRecordedAndCountsTheLoss() throws Exception {
    HttpResponse<String> answer = sendAs(TestKeys.OPEN_KEY.reveal(), ASK);

    // Team "ads" has no data key, so its content cannot be sealed.
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gateway.recorder.lostRecords()).isPositive();
  }
}
