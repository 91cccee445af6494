package dev.weir.proxy;

import dev.weir.proxy.exchange.ExchangeLimits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.Recording;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    restart(configured().exchanges(new ExchangeLimits(
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
