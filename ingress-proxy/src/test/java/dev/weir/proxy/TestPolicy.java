package dev.weir.proxy;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.quota.Limit;
import dev.weir.proxy.view.PolicyView;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The policy of the tests: one organisation with a provider, a model and a route for each thing
 * that is tested.
 */
final class TestPolicy {

  private final PolicyView view;
  private final String text;

  /**
   * Puts the policy in force. Provider "other" is elsewhere; {@code limits} is a YAML list of the
   * limits of team "search".
   */
  TestPolicy(PolicyView view, URI upstream, URI other, String limits) {
    this.view = view;
    this.text = text(upstream, other, limits);
    publish(1, text);
  }

  /** The limits of team "search". */
  List<Limit> limits() {
    return view.current().orElseThrow().policy().team(new TeamId("search")).orElseThrow().limits();
  }

  Provider provider(String name) {
    return Objects.requireNonNull(view.current().orElseThrow().policy().providers().get(name));
  }

  /** Puts the policy in force again, as another version and with another section. */
  void govern(String section) {
    publishNext(text + section);
  }

  /** From now on a provider that says nothing for a second is given up. */
  void loseItsPatience() {
    publishNext(text.replace("first-byte: 30s, idle: 30s", "first-byte: 1s, idle: 1s"));
  }

  private void publishNext(String next) {
    publish(view.current().orElseThrow().version() + 1, next);
  }

  private void publish(long version, String document) {
    view.replay(
        "version/%010d".formatted(version),
        new PolicyEntry(new PolicyDocument(version, document, Instant.EPOCH, "test", "", "")));
  }

  private static String text(URI upstream, URI other, String limits) {
    return """
    organisation: acme
    providers:
      mock:
        url: %1$s
        credential: ${env:MOCK_KEY}
        timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
      thinker:
        url: %1$s
        credential: ${env:MOCK_KEY}
        timeouts: {connect: 30s, first-byte: 60s, idle: 60s}
      other:
        url: %3$s
        credential: ${env:MOCK_KEY}
        timeouts: {connect: 1s, first-byte: 5s, idle: 5s}
      down:
        url: http://127.0.0.1:1/v1
      claude:
        kind: anthropic
        url: %1$s
        credential: ${env:MOCK_KEY}
        timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
      google:
        kind: gemini
        url: %1$s
        credential: ${env:MOCK_KEY}
        timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
      turns:
        url: %1$s
        credentials: ["${env:A}", "${env:B}"]
        timeouts: {connect: 30s, first-byte: 30s, idle: 30s}
      slow-key: {url: "%1$s", credential: "${env:SLOW}", timeouts: {connect: 30s}}
      no-key: {url: "%1$s", credential: "${env:NOWHERE}"}
      aws:
        kind: bedrock
        url: %1$s
        credential: {access-key-id: "${env:AWS_ID}", secret-access-key: "${env:AWS_SECRET}",
          session-token: "${env:AWS_SESSION}", region: us-east-1}
      openai: {kind: openai, url: "%1$s", credential: "${env:MOCK_KEY}", timeouts: {connect: 30s}}
      googles: {kind: vertex, url: "%1$s", credential: {google-account: "${env:ACCOUNT}"}}
    models:
      claude-haiku-4-5: {provider: claude}
      vectors: {provider: google, upstream-model: gemini-embedding-001}
      small: {provider: mock, context-tokens: 8_000, max-output-tokens: 1_000, capabilities: [tools]}
      signed: {provider: aws, upstream-model: "arn:aws:bedrock:us-east-1:1:profile/m"}
      exchanged: {provider: googles}
      pro: {provider: openai, upstream-model: gpt-5-pro}
      thinks: {provider: openai, upstream-model: gpt-5.5}
      chats: {provider: openai, upstream-model: gpt-5.2}
      turns: {provider: turns}
      turned: {provider: turns, upstream-model: turned-2026}
      patient: {provider: slow-key}
      unkeyed: {provider: no-key}
      fast: {provider: mock, upstream-model: "real-\\"model\\""}
      secret: {provider: mock}
      plain: {provider: mock}
      lost: {provider: down}
      slow: {provider: thinker}
      opus: {provider: claude, upstream-model: claude-opus-4-1}
      far: {provider: other, upstream-model: far}
      gem: {provider: google, upstream-model: gemini-2.5-flash}
      tunedModels/mine: {provider: google}
      narrow: {provider: thinker, upstream-model: narrow, max-concurrent: 1}
      text: {provider: mock, upstream-model: text, context-tokens: 2000, capabilities: []}
    prices:
      - {provider: mock, model: plain, token-type: output, per-million: "10", valid-from: 2026-01-01}
      - {provider: mock, model: plain, token-type: output, per-million: "4", valid-from: 2026-01-01,
         service-tier: flex}
    routes:
      sure: {failover: [lost, small]}
      unkeyed-or-turns: {failover: [unkeyed, turns]}
      both: {failover: [fast, small]}
      trial: {split: {by: team, variants: [{name: only, to: small, percent: 100}]}}
      pair: {failover: [far, small]}
      room: {failover: [narrow, small]}
      alone: {failover: [narrow]}
      again: {failover: [fast], retries: 2}
      prompt: {failover: [slow, small], first-token: 200ms}
      hedged: {failover: [slow, small], hedge: {after: 100ms}}
      hedged-thinks: {failover: [thinks, small], hedge: {after: 100ms}}
      clever: {by-task: {code: text, otherwise: slow}}
      counted: {failover: [claude-haiku-4-5, small], hedge: {after: 50ms}}
      claudes: {failover: [claude-haiku-4-5, opus]}
      gem-or-small: {failover: [gem, small]}
      able: {first-capable: [text, slow]}
      fresh: {canary: {to: far, stable: small, percent: 100, max-error-percent: 10}}
    routing:
      retries: {backoff: 20ms}
    passthrough: {openai: mock, anthropic: claude}
    teams:
      search:
        recording: strict
        models: [small, pro, thinks, chats, fast, plain, lost, slow, opus, sure, both, trial, turns, turned, patient, unkeyed,
          signed, exchanged,
          unkeyed-or-turns, narrow, pair, room, alone, again, prompt, hedged, hedged-thinks, able, clever,
          counted, claudes, fresh, gem, gem-or-small,
          tunedModels/mine]
        limits: [%2$s]
      ads:
        recording: open
        translation: refuse
        passthrough: [/openai/v1/files, /anthropic]
      ops:
        recording: spool
        passthrough: [/openai]
    """
        .formatted(upstream, limits, other);
  }
}
