package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.record.EventLog;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Callers that leave, and callers that do not, while nothing is written to them. */
final class CallerHangUpTest extends GatewayCase {

  private static final String PLAIN = "{\"model\":\"slow\",\"messages\":[]}";

  private static final String STREAM = "{\"model\":\"slow\",\"messages\":[],\"stream\":true}";

  private static final String EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"four more\"}}]}\n\n";

  /** Takes the request and says nothing. */
  private static final ScriptedUpstream.Script SILENT = (_, _) -> true;

  CallerHangUpTest() {
    super(SILENT);
  }

  @Test
  void cancelsTheCallOfACallerWhoHangsUpBeforeTheFirstByte() throws Exception {
    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
    }

    upstream.awaitHangUp();
    Usage usage = expectCancelled();
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isPositive();
    assertThat(usage.getOutputTokens()).isZero();
    ResponseFrame last = gateway.log.next(ResponseFrame.class);
    assertThat(last.getEnd().getOutcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(last.getEnd().getCode()).isEqualTo("client_closed");
  }

  @Test
  void cancelsTheCallOfACallerWhoHangsUpBetweenTwoEvents() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      return true;
    });

    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, STREAM);
      BareCaller.readUntil(caller.getInputStream(), "four more");
    }

    upstream.awaitHangUp();
    assertThat(expectCancelled().getOutputTokens()).isPositive();
  }

  /** Many clients stop at the last event and do not wait for the end of the chunks. */
  @Test
  void takesAnExchangeForCompleteWhoseCallerLeavesAfterTheLastEvent() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      ScriptedUpstream.chunk(out, "data: [DONE]\n\n");
      return true;
    });

    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, STREAM);
      BareCaller.readUntil(caller.getInputStream(), "[DONE]\n\n");
    }

    upstream.awaitHangUp();
    expectCompleted();
  }

  @Test
  void cancelsTheCallOfACallerWhoResets() throws Exception {
    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, STREAM);
      upstream.awaitRequest();
      caller.setSoLinger(true, 0);
    }

    upstream.awaitHangUp();
    expectCancelled();
  }

  @Test
  void cancelsTheCallOfACallerWhoClosesItsSendingSide() throws Exception {
    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
      caller.shutdownOutput();

      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }

    upstream.awaitHangUp();
    expectCancelled();
  }

  @Test
  void cancelsTheCallOfACallerWhoHangsUpAfterAnEarlyRequest() throws Exception {
    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
      BareCaller.ask(caller, PLAIN);
    }

    upstream.awaitHangUp();
    expectCancelled();
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void doesNotCallTheProviderForACallerWhoHangsUpBeforeTheLogAnswers() throws Exception {
    gateway.log.mood(MemoryLog.Mood.IS_SILENT);
    EventLog.Told prompt;
    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      prompt = gateway.log.unanswered();
      // The admission; from now on only the end is written.
      gateway.log.unanswered();
      gateway.log.mood(MemoryLog.Mood.KEEPS);
    }

    assertThat(expectCancelled().getUsageSource()).isEqualTo(UsageSource.NONE);
    prompt.kept(true);
    answerAnother();
    assertThat(upstream.asked()).hasSize(1);
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void answersAnEarlyRequestAfterTheOneBefore() throws Exception {
    answersEarly(BareCaller.request(STREAM));
  }

  @Test
  void answersAnEarlyRequestThatIsMoreThanIsReadAhead() throws Exception {
    String large =
        "{\"model\":\"slow\",\"messages\":[],\"x\":\"" + "y".repeat(40_000) + "\",\"stream\":true}";

    answersEarly(BareCaller.request(large));

    assertThat(upstream.asked().getLast().body()).contains("y".repeat(40_000));
  }

  /** Callers of old end a body with a line that is part of no request. */
  @Test
  void takesALineAfterTheBody() throws Exception {
    answersEarly("\r\n" + BareCaller.request(STREAM));
  }

  private void answersEarly(String early) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    upstream.script((_, out) -> {
      release.await();
      ScriptedUpstream.write(out, document("first"));
      return true;
    });

    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
      upstream.script(ScriptedUpstream.events(EVENT, "data: [DONE]\n\n"));
      BareCaller.send(caller, early);
      noticeAnother();
      release.countDown();

      assertThat(BareCaller.readUntil(caller.getInputStream(), "first"))
          .doesNotContain("four more");
      BareCaller.readUntil(caller.getInputStream(), "[DONE]");
    }
  }

  @Test
  void keepsAConnectionWhoseExchangeWasSlow() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    upstream.script((_, out) -> {
      release.await();
      ScriptedUpstream.write(out, document("first"));
      return true;
    });

    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
      noticeAnother();
      release.countDown();
      BareCaller.readUntil(caller.getInputStream(), "first");
      upstream.script(answering("second"));
      BareCaller.ask(caller, PLAIN);
      BareCaller.readUntil(caller.getInputStream(), "second");
      expectCompleted();
      expectCompleted();
      upstream.script(SILENT);
      BareCaller.ask(caller, PLAIN);
      upstream.awaitRequest();
      upstream.awaitRequest();
    }

    // The third exchange of the connection is watched as the first one was.
    upstream.awaitHangUp();
    expectCancelled();
  }

  @Test
  void goesOnForACallerWhoStays() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      release.await();
      ScriptedUpstream.chunk(out, "data: [DONE]\n\n");
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });

    try (Socket caller = BareCaller.connect(gateway)) {
      BareCaller.send(caller, BareCaller.head(STREAM, "Expect: 100-continue\r\n"));
      BareCaller.readUntil(caller.getInputStream(), "100 Continue\r\n\r\n");
      BareCaller.send(caller, STREAM);
      BareCaller.readUntil(caller.getInputStream(), "four more");
      noticeAnother();
      release.countDown();
      BareCaller.readUntil(caller.getInputStream(), "[DONE]\n\n\r\n0\r\n\r\n");
    }

    expectCompleted();
  }

  /** When the hang-up of a later caller is noticed, every exchange before it is watched. */
  private void noticeAnother() throws Exception {
    ScriptedUpstream.Script before = upstream.script();
    upstream.script(SILENT);
    try (Socket other = BareCaller.connect(gateway)) {
      BareCaller.ask(other, PLAIN);
      upstream.awaitRequest();
    }
    upstream.awaitHangUp();
    expectCancelled();
    upstream.script(before);
  }

  private void answerAnother() throws Exception {
    upstream.script(answering("another"));
    try (Socket other = BareCaller.connect(gateway)) {
      BareCaller.ask(other, PLAIN);
      BareCaller.readUntil(other.getInputStream(), "another");
    }
  }

  private Usage expectCancelled() {
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CANCELLED);
    return usage;
  }

  private void expectCompleted() {
    assertThat(gateway.log.next(Usage.class).getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  private static ScriptedUpstream.Script answering(String text) {
    return (_, out) -> {
      ScriptedUpstream.write(out, document(text));
      return true;
    };
  }

  private static String document(String text) {
    return ScriptedUpstream.response(
        200,
        "application/json",
        "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}]}");
  }
}
