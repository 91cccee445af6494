package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route of several models: when the next is asked, and what is written down of those before. */
final class FailoverTest extends RoutedCase {

  private static final String EVENT =
      "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"he\"}}]}\n\n";

  @BeforeEach
  void prepare() throws Exception {
    // A model that stands in is passed over while its provider's key is not read yet.
    gateway.awaitKeys("mock");
  }

  private HttpResponse<String> ask(String model, boolean stream) throws Exception {
    return client.send(
        gateway
            .chat(
                "{\"model\":\""
                    + model
                    + "\",\"stream\":"
                    + stream
                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
            .build(),
        BodyHandlers.ofString());
  }

  private void expectServedBySecond(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ANSWER);
    assertThat(answer.headers().firstValue("x-weir-served-by")).contains("mock/small");
    assertThat(answer.headers().firstValue("x-weir-attempts")).contains("2");
  }

  @Test
  void asksTheNextWhereAProviderCannotBeReached() throws Exception {
    expectServedBySecond(ask("sure", false));

    Usage failed = gateway.log.next(Usage.class);
    assertThat(failed.getFinalAttempt()).isFalse();
    assertThat(failed.getAttempt()).isEqualTo(1);
    assertThat(failed.getOutcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    assertThat(failed.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(failed.getProvider()).isEqualTo("down");
    Usage served = gateway.log.next(Usage.class);
    assertThat(served.getFinalAttempt()).isTrue();
    assertThat(served.getAttempt()).isEqualTo(2);
    assertThat(served.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(served.getProvider()).isEqualTo("mock");
    assertThat(served.getRequestedModel()).isEqualTo("sure");
    assertThat(gateway.log.next(ResponseFrame.class).getEnd().getAttempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 429, 500, 502, 503, 504, 529})
  void asksTheNextAfterAnErrorThatIsTheProvidersOwn(int status) throws Exception {
    others(ScriptedUpstream.json(status, ERROR));

    expectServedBySecond(ask("both", false));

    assertThat(upstream.asked()).hasSize(2);
    assertThat(upstream.asked().getFirst().body()).contains("real-");
    assertThat(upstream.asked().getLast().body()).contains("\"content\":\"hi\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 413, 422})
  void givesBackAnErrorThatIsTheCallersOwn(int status) throws Exception {
    others(ScriptedUpstream.json(status, ERROR));

    HttpResponse<String> answer = ask("both", false);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(ERROR);
    assertThat(upstream.asked()).hasSize(1);
  }

  @Test
  void asksTheNextWhereNothingComesInTime() throws Exception {
    gateway.loseItsPatience();
    others((_, _) -> true);

    expectServedBySecond(ask("both", false));

    // It has the prompt and said nothing: it may have spent tokens.
    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.ESTIMATED);
  }

  @Test
  void asksTheNextWhereAStreamBeginsAndStalls() throws Exception {
    gateway.loseItsPatience();
    others((_, out) -> {
      ScriptedUpstream.startStream(out);
      return true;
    });

    expectServedBySecond(ask("both", true));
  }

  @Test
  void asksTheNextAfterGarbage() throws Exception {
    others(ScriptedUpstream.json(200, "{\"half"));

    expectServedBySecond(ask("both", false));
  }

  @Test
  void asksNobodyElseOnceTheCallerHasSeenAByte() throws Exception {
    others((_, out) -> {
      ScriptedUpstream.startStream(out);
      ScriptedUpstream.chunk(out, EVENT);
      return false;
    });

    HttpResponse<String> answer = ask("both", true);

    assertThat(answer.body()).contains("he").contains("upstream_invalid");
    assertThat(upstream.asked()).hasSize(1);
    assertThat(gateway.log.next(Usage.class).getFinalAttempt()).isTrue();
  }

  @Test
  void givesBackTheLastErrorWhereAllFail() throws Exception {
    upstream.script(ScriptedUpstream.json(503, ERROR));

    HttpResponse<String> answer = ask("both", false);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo(ERROR);
    assertThat(gateway.log.next(Usage.class).getFinalAttempt()).isFalse();
    Usage last = gateway.log.next(Usage.class);
    assertThat(last.getFinalAttempt()).isTrue();
    assertThat(last.getOutcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    assertThat(gateway.live.awaitNone(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void recordsTheVariantOfAnExperiment() throws Exception {
    assertThat(ask("trial", false).statusCode()).isEqualTo(200);

    assertThat(gateway.log.next(Usage.class).getVariant()).isEqualTo("only");
  }
}
