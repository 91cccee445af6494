package dev.weir.processors.orphan;

import dev.weir.governance.policy.ModelRoute;
import dev.weir.governance.pricing.Consumption;
import dev.weir.governance.pricing.ServiceTier;
import dev.weir.governance.pricing.TokenCounts;
import dev.weir.governance.pricing.TokenType;
import dev.weir.governance.pricing.UsdNanos;
import dev.weir.processors.event.ProxyStart;
import dev.weir.processors.store.OpenExchange;
import dev.weir.processors.store.OpenPrompt;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.processors.view.PolicySource;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the records that an orphaned exchange lacks, from what is known of it. */
final class Closing {

  static final String CODE = "orphaned";

  /** Of a prompt that was stored before its start was. */
  private static final ProxyStart UNKNOWN = new ProxyStart("processors", 0);

  /** Usual for English text; what was really spent is known to the provider alone. */
  private static final int BYTES_PER_TOKEN = 4;

  /**
   * Of a stream the bytes on the wire are known, and those are envelopes for the most part: each
   * token comes in an event of its own, which takes some 200 to 250 bytes in OpenAI's dialect.
   */
  private static final int STREAM_BYTES_PER_TOKEN = 200;

  private final PolicySource policies;

  Closing(PolicySource policies) {
    this.policies = policies;
  }

  /** The end of the exchange. */
  ResponseFrame end(String requestId, OpenPrompt prompt, OpenExchange exchange, Instant at) {
    return ResponseFrame.newBuilder()
        .setEventId(requestId + "/frame/" + exchange.getFrames())
        .setRequestId(requestId)
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setAttempt(exchange.getAttempt())
        .setIndex(exchange.getFrames())
        .setChunks(List.of())
        .setEnd(
            ExchangeEnd.newBuilder()
                .setOutcome(Outcome.ORPHANED)
                .setStatus(0)
                .setCode(CODE)
                .setAttempts(attempt(exchange))
                .setEndedAt(at)
                .build())
        .build();
  }

  /**
   * The usage of the exchange: as its proxy estimated, else from the bytes of prompt and answer; or
   * nothing where it is known to have been refused. It is charged to the credit of the start that
   * received it; its sequence is 0, since that start did not count it.
   */
  Usage usage(String requestId, OpenPrompt prompt, OpenExchange exchange, Instant at) {
    boolean refused = exchange.getOutcome().equals(Outcome.REFUSED.name());
    int attempt = refused ? 0 : attempt(exchange);
    GoverningPolicy policy = policies.atLeast(prompt.getPolicyVersion());
    ModelRoute route =
        policy
            .route(prompt.getRequestedModel())
            .orElse(new ModelRoute(prompt.getRequestedModel(), "", prompt.getRequestedModel()));
    ProxyStart start = ProxyStart.parse(prompt.getStart()).orElse(UNKNOWN);
    long input = refused ? 0 : inputTokens(prompt);
    long output = refused ? 0 : answerTokens(prompt, exchange);
    return Usage.newBuilder()
        .setEventId(requestId + "/usage/" + attempt)
        .setRequestId(requestId)
        .setAttempt(attempt)
        .setFinalAttempt(true)
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setProject(prompt.getProject())
        .setUser(prompt.getUser())
        .setKeyId(prompt.getKeyId())
        .setProxyId(start.proxyId())
        .setProxyEpoch(start.epoch())
        .setSequence(0)
        .setRoute(route.name())
        .setProvider(route.providerId())
        .setRequestedModel(prompt.getRequestedModel())
        .setServedModel(route.upstreamModel())
        .setInputTokens(input)
        .setOutputTokens(output)
        .setCostUsdNanos(nanos(policy, prompt, route, input, output))
        .setUsageSource(refused ? UsageSource.NONE : UsageSource.ESTIMATED)
        .setReservedTokens(0)
        .setOutcome(
            exchange.getOutcome().isEmpty()
                ? Outcome.ORPHANED
                : Outcome.valueOf(exchange.getOutcome()))
        .setStatus(exchange.getStatus())
        .setStartedAt(prompt.getReceivedAt())
        .setEndedAt(at)
        .setPolicyVersion(prompt.getPolicyVersion())
        .build();
  }

  /** As the proxy would have counted the estimate in limits of money: by the prices of its time. */
  private static long nanos(
      GoverningPolicy policy, OpenPrompt prompt, ModelRoute route, long input, long output) {
    if (!policy.limitsMoney(prompt.getTeam())) {
      return 0;
    }
    var tokens = new TokenCounts(Map.of(TokenType.INPUT, input, TokenType.OUTPUT, output));
    return UsdNanos.of(
        policy
            .rating()
            .rate(
                new Consumption(
                    prompt.getTeam(),
                    route.providerId(),
                    route.upstreamModel(),
                    ServiceTier.DEFAULT,
                    tokens,
                    prompt.getReceivedAt())));
  }

  /** The attempt that was under way: after those whose usage is known, and the first at least. */
  private static int attempt(OpenExchange exchange) {
    return Math.max(1, Math.max(exchange.getAttempt(), exchange.getUsageAttempt() + 1));
  }

  private static long inputTokens(OpenPrompt prompt) {
    Long estimated = prompt.getInputTokens();
    return estimated != null ? estimated : tokens(prompt.getPromptBytes(), BYTES_PER_TOKEN);
  }

  private static long answerTokens(OpenPrompt prompt, OpenExchange exchange) {
    Long estimated = exchange.getAnswerTokens();
    return estimated != null
        ? estimated
        : tokens(
            exchange.getAnswerBytes(),
            prompt.getStream() ? STREAM_BYTES_PER_TOKEN : BYTES_PER_TOKEN);
  }

  private static long tokens(long bytes, int bytesPerToken) {
    return Math.ceilDiv(bytes, bytesPerToken);
  }
}
