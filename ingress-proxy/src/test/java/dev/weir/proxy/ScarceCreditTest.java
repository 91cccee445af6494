package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stream in a budget that is smaller than what its model was seen to need elsewhere: it begins
 * with a slice, the least that a stream reserves.
 */
final class ScarceCreditTest extends CreditCase {

  private static final int MAX = 3_000;
  private static final int TOKENS_OF_PART = PART.length() / 4;

  @BeforeEach
  void seeAtAnotherTeamThatTheModelReasonsMoreThanTheBudgetHas() throws Exception {
    limited("{id: all, unit: tokens, window: total, max: " + MAX + "}");
    upstream.script(ScriptedUpstream.events(CHAT_EVENT, counted(5_050, 5_000), "data: [DONE]\n\n"));
    HttpResponse<String> answer =
        client.send(
            request("/v1/chat/completions", CHAT)
                .setHeader("Authorization", "Bearer " + TestGateway.OPEN_KEY.reveal())
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(next().getReasoningTokens()).isEqualTo(5_000);
  }

  @Test
  void topsUpAStreamThatBeganWithTheLeastWhileCreditIsFree() throws Exception {
    Usage first = written(40);
    assertThat(first.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(first.getReservedTokens()).isBetween(40L * TOKENS_OF_PART, (long) MAX);

    Usage last = written(10);
    assertThat(last.getOutcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(last.getReservedTokens()).isLessThan(MAX - 40L * TOKENS_OF_PART);
  }

  @Test
  void endsItForLengthWhenCreditEnds() throws Exception {
    written(40);
    upstream.script(endless("", CHAT_EVENT, "text/event-stream"));

    String answer = send("/v1/chat/completions", CHAT).body();

    assertThat(answer)
        .contains("\"finish_reason\":\"length\"")
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("\"error\"");
    Usage usage = next();
    assertThat(usage.getOutcome()).isEqualTo(Outcome.CUT);
    assertThat(usage.getReservedTokens()).isBetween(256L, MAX - 40L * TOKENS_OF_PART);
    ExchangeEnd end = end();
    while (end.getOutcome() != Outcome.CUT) {
      end = end();
    }
    assertThat(end.getCode()).isEqualTo("quota_exceeded");
    upstream.awaitHangUp();
  }

  /** What a stream came to that is as long as so many pieces, each sent by itself. */
  private Usage written(int pieces) throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.startStream(out);
      for (int i = 0; i < pieces; i++) {
        ScriptedUpstream.chunk(out, CHAT_EVENT);
      }
      ScriptedUpstream.chunk(out, counted(pieces * TOKENS_OF_PART, 0) + "data: [DONE]\n\n");
      ScriptedUpstream.write(out, "0\r\n\r\n");
      return true;
    });
    assertThat(send("/v1/chat/completions", CHAT).body())
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("\"length\"");
    return next();
  }

  private Usage next() throws InterruptedException {
    return gateway().log.next(Usage.class);
  }
}
