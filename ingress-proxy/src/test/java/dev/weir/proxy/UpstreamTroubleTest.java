package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Providers that misbehave and callers that leave. */
final class UpstreamTroubleTest extends GatewayCase {

  private static final String PLAIN = "{\"model\":\"small\",\"messages\":[]}";

  private static final String STREAM = "{\"model\":\"small\",\"messages\":[],\"stream\":true}";

  private static final String EVENT =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"four more\"}}]}\n\n";

  private final CountDownLatch release = new CountDownLatch(1);

  UpstreamTroubleTest() {
    super((_, _) -> false);
  }

  @AfterEach
  void release() throws Exception {
    release.countDown();
  }

  @Test
  void answers502ForHtml() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(200, "text/html", "<html>secret inside</html>"));
      return true;
    });

    expectInvalid(PLAIN);
  }

  @Test
  void answers502ForAnHtmlError() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out, ScriptedUpstream.response(500, "text/html", "<html>secret inside</html>"));
      return true;
    });

    expectInvalid(PLAIN);
  }

  @Test
  void answers502ForHalfAJson() throws Exception {
    upstream.script(ScriptedUpstream.json(200, "{\"choices\":[{\"secret inside"));

    expectInvalid(PLAIN);
  }

  @Test
  void answers502ForABodyThatEndsEarly() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{}");
      return false;
    });

    expectInvalid(PLAIN);
  }

  @Test
  void answers502ForNoHttp() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, "220 secret inside ESMTP\r\n\r\n");
      return false;
    });

    expectInvalid(PLAIN);
  }

  @Test
  void answers502ForAClosedConnection() throws Exception {
    expectInvalid(STREAM);
  }

  @Test
  void chargesNothingForAnErrorOfTheProviderThatIsNotValid() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, ScriptedUpstream.response(500, "text/html", "<html>"));
      return true;
    });

    assertThat(send(PLAIN).statusCode()).isEqualTo(502);
    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.NONE);
  }

  @Test
  void chargesTheInputWhereTheProviderTookTheRequestAndClosed() throws Exception {
    assertThat(send(STREAM).statusCode()).isEqualTo(502);

    expectInputCharged(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void doesNotRepeatARequestThatAPooledConnectionTook() throws Exception {
    String whole =
        ScriptedUpstream.response(
            200,
            "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, whole);
      return true;
    });
    send(PLAIN);
    upstream.script((_, _) -> {
      // The provider is at work for a while and then breaks.
      var _ = release.await(200, TimeUnit.MILLISECONDS);
      return false;
    });

    HttpResponse<String> answer = send(PLAIN);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(upstream.asked()).hasSize(2);
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void answers502ForGarbageEvents() throws Exception {
    upstream.script(ScriptedUpstream.events("data: secret inside\n\n"));

    expectInvalid(STREAM);
  }

  @Test
  void answers502ForAnEmptyStream() throws Exception {
    upstream.script(ScriptedUpstream.events());

    expectInvalid(STREAM);
  }

  @Test
  void answers502ForARefusedCredentialOfItsOwn() throws Exception {
    upstream.script(ScriptedUpstream.json(401, "{\"error\":{\"message\":\"secret inside\"}}"));

    HttpResponse<String> answer = send(PLAIN);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_credential").doesNotContain("secret inside");
  }

  @Test
  void answers502ForAnUnreachableProvider() throws Exception {
    HttpResponse<String> answer = send("{\"model\":\"lost\",\"messages\":[]}");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_unreachable");
    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.NONE);
  }

  @Test
  void answers504ForAProviderThatDoesNotAnswer() throws Exception {
    gateway.loseItsPatience();
    upstream.script((_, _) -> {
      release.await();
      return false;
    });

    HttpResponse<String> answer = send(PLAIN);

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).contains("upstream_timeout");
    expectInputCharged(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void endsAStreamThatStallsWithAnErrorEvent() throws Exception {
    gateway.loseItsPatience();
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      release.await();
      return false;
    });

    HttpResponse<String> answer = send(STREAM);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(EVENT + "data: {\"error\":{\"message\":")
        .contains("upstream_timeout")
        .doesNotContain("[DONE]");
    expectCharged(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void endsAStreamThatIsBrokenOffWithAnErrorEvent() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      return false;
    });

    HttpResponse<String> answer = send(STREAM);

    assertThat(answer.body()).startsWith(EVENT).contains("upstream_invalid");
    expectCharged(Outcome.UPSTREAM_FAILED);
  }

  @Test
  void endsAStreamThatEndsWithoutATerminatorWithAnErrorEvent() throws Exception {
    upstream.script(ScriptedUpstream.events(EVENT));

    HttpResponse<String> answer = send(STREAM);

    assertThat(answer.body()).startsWith(EVENT).contains("upstream_invalid");
  }

  @Test
  void passesTheEventsBeforeGarbageAndThenAnError() throws Exception {
    upstream.script(ScriptedUpstream.events(EVENT + "data: {\"secret inside\n\n"));

    HttpResponse<String> answer = send(STREAM);

    assertThat(answer.body())
        .startsWith(EVENT)
        .contains("upstream_invalid")
        .doesNotContain("secret inside");
  }

  @Test
  void cancelsTheCallOfACallerWhoHangsUpAndStillCounts() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      try {
        while (true) {
          ScriptedUpstream.chunk(out, EVENT);
          TimeUnit.MILLISECONDS.sleep(5);
        }
      } catch (IOException gone) {
        cancelled.countDown();
      }
      return false;
    });

    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      BareCaller.ask(caller, STREAM);
      BareCaller.readUntil(caller.getInputStream(), "four more");
    }

    assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    expectCharged(Outcome.CANCELLED);
  }

  @Test
  void cutsOffACallerWhoDoesNotRead() throws Exception {
    restart(
        configured()
            .exchanges(
                new ExchangeLimits(
                    64,
                    1024,
                    1 << 20,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5)))
            .recordBytes(256L * 1024 * 1024));
    String large =
        "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(100_000) + "\"}}]}\n\n";
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      while (true) {
        ScriptedUpstream.chunk(out, large);
      }
    });

    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      BareCaller.ask(caller, STREAM);
      expectCharged(Outcome.CANCELLED);
    }
  }

  @Test
  void refusesACallerWhoDoesNotSendItsBody() throws Exception {
    restart(
        configured()
            .exchanges(
                new ExchangeLimits(
                    64,
                    1024,
                    1 << 20,
                    Duration.ofMillis(300),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5))));

    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      caller
          .getOutputStream()
          .write(
              ("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                      + TestKeys.KEY.reveal()
                      + "\r\nContent-Length: 100\r\n\r\nhalf")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(BareCaller.readUntil(caller.getInputStream(), "request_timeout")).contains("408");
    }
  }

  private void expectInvalid(String ask) throws Exception {
    HttpResponse<String> answer = send(ask);

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_invalid").doesNotContain("secret inside");
    ResponseFrame end = gateway.log.next(ResponseFrame.class);
    assertThat(end.getEnd().getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    assertThat(end.getEnd().getStatus()).isEqualTo(502);
  }

  private void expectInputCharged(Outcome outcome) {
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(outcome);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isPositive();
    assertThat(usage.getOutputTokens()).isZero();
  }

  private void expectCharged(Outcome outcome) {
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getOutcome()).isEqualTo(outcome);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
    assertThat(usage.getInputTokens()).isPositive();
    assertThat(usage.getOutputTokens()).isPositive();
  }
}
