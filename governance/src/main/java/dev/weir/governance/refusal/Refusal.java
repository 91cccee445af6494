package dev.weir.governance.refusal;

import dev.weir.governance.identity.CredentialFault;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitStanding;
import dev.weir.governance.stop.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Why Weir turned a request down. {@link #answer} is the one place that knows statuses and public
 * codes; each dialect renders the answer in its own shape. No text quotes a prompt or a credential.
 */
public sealed interface Refusal {

  /** No credential, or one that proves nobody. */
  record NotIdentified(CredentialFault fault) implements Refusal {}

  /** A known caller asks for something that it may not have. */
  record NotAllowed(String what) implements Refusal {}

  /** A token whose issuer's keys are not at hand; they are being asked for. */
  record IssuerUnavailable(String issuer, Duration retryAfter) implements Refusal {}

  record UnknownModel(String model) implements Refusal {}

  record UnknownPath() implements Refusal {}

  /** No provider's own API is served under this prefix. */
  record NoPassthrough(String api) implements Refusal {}

  record MethodNotAllowed(String allowed) implements Refusal {}

  /**
   * The body is not what the dialect asks for; {@code problem} names the place, never the value.
   */
  record InvalidRequest(String problem) implements Refusal {}

  record BodyTooLarge(long maxBytes) implements Refusal {}

  record RequestTooSlow(Duration limit) implements Refusal {}

  /** A hard limit is spent; {@code now} is when that was decided. */
  record LimitSpent(LimitStanding standing, long asked, Instant now) implements Refusal {}

  /**
   * Whether a hard limit has credit left cannot be known, and the policy lets nothing pass then.
   */
  record LimitUnknown(Limit limit) implements Refusal {}

  /** A limit with {@code each} has {@code most} values at this proxy, and this is one more. */
  record LimitCrowded(Limit limit, int most) implements Refusal {}

  /** Operators have ordered to stop; to try again does not help until they take it back. */
  record Stopped(Stop order) implements Refusal {}

  /** Strict recording, and the log does not take the record. */
  record CannotRecord() implements Refusal {}

  /** Too many exchanges at once. */
  record Busy(Duration retryAfter) implements Refusal {}

  record Draining() implements Refusal {}

  /** Each model that could be asked has as many calls as the policy lets it have. */
  record ModelsFull(String model) implements Refusal {}

  /** Each model that could be asked has a provider that said when to come again. */
  record ProvidersAskedToWait(String model, Duration retryAfter) implements Refusal {}

  /** The provider could not be reached, in time or at all. */
  record UpstreamUnreachable(String provider) implements Refusal {}

  record UpstreamTimeout(String provider, Duration limit) implements Refusal {}

  /** The provider's answer is no answer in its dialect. */
  record UpstreamInvalid(String provider) implements Refusal {}

  /** The provider failed in its own words, which are for the caller. */
  record UpstreamFailed(String provider, int status, String message) implements Refusal {}

  /** The provider's dialect cannot say parts of the request that are its meaning. */
  record Untranslatable(String provider, List<String> parts) implements Refusal {}

  /** The provider refused Weir's own credential, which is not the caller's fault. */
  record UpstreamCredential(String provider) implements Refusal {}

  /** No key of the provider is at hand, which is not the caller's fault. */
  record NoCredential(String provider) implements Refusal {}

  /** The path is a WebSocket's, and the request is no handshake of one. */
  record UpgradeRequired() implements Refusal {}

  /** The provider has nothing like the surface that was asked for. */
  record NotOffered(String provider, String surface) implements Refusal {}

  /**
   * A guard of the policy does not let the prompt, or the answer, go on.
   *
   * @param guard its id
   * @param what types of findings; empty where it could not look and fails closed
   * @param ofAnswer whether the answer is blocked; else the prompt
   */
  record ContentBlocked(String guard, List<String> what, boolean ofAnswer) implements Refusal {}

  /** Weir itself broke; its own log says how. */
  record Defect() implements Refusal {}

  default Answer answer() {
    return switch (this) {
      case NotIdentified(CredentialFault fault) -> CredentialAnswers.of(fault);
      case NotAllowed(String what) -> Answer.of(403, "not_allowed", what);
      case IssuerUnavailable(String issuer, Duration retryAfter) ->
          Answer.of(
                  503,
                  "issuer_unavailable",
                  "The keys of issuer '" + issuer + "' are not at hand yet; try again.")
              .retryAfter(retryAfter);
      case UnknownModel(String model) ->
          Answer.of(
              404,
              "model_not_found",
              "No model '" + shown(model) + "'. GET /v1/models lists yours.");
      case UnknownPath() -> Answer.of(404, "unknown_path", "Nothing is served under this path.");
      case NoPassthrough(String api) ->
          Answer.of(
              404,
              "no_passthrough",
              "Nothing is served under /"
                  + api
                  + "; to serve a provider's own API, set passthrough."
                  + api
                  + " in the policy to the provider's id.");
      case MethodNotAllowed(String allowed) ->
          Answer.of(405, "method_not_allowed", "This path takes " + allowed + ".");
      case InvalidRequest(String problem) -> Answer.of(400, "invalid_request", problem);
      case BodyTooLarge(long maxBytes) ->
          Answer.of(413, "request_too_large", "The body exceeds " + maxBytes + " bytes.");
      case RequestTooSlow(Duration limit) ->
          Answer.of(
              408,
              "request_timeout",
              "The body did not arrive within " + limit.toSeconds() + " s.");
      case LimitSpent(LimitStanding standing, long asked, Instant now) ->
          Answer.limitSpent(standing, asked, now);
      case LimitUnknown(Limit limit) ->
          Answer.of(
                  503,
                  "quota_unavailable",
                  "What is left of limit '%s' of %s cannot be known right now."
                      .formatted(limit.id(), limit.scope().text()))
              .retryAfter(Duration.ofSeconds(1));
      case LimitCrowded(Limit limit, int most) ->
          Answer.of(
                  503,
                  "quota_unavailable",
                  ("This proxy keeps account of %,d values of the limits of %s, and has no room for"
                          + " one more of limit '%s'; its operators can give it a shorter window.")
                      .formatted(most, limit.scope().text(), limit.id()))
              .retryAfter(Duration.ofMinutes(1));
      case Stopped(Stop order) -> Answer.of(403, "stopped", order.message()).notRetryable();
      case CannotRecord() ->
          Answer.of(503, "cannot_record", "The gateway cannot record exchanges right now.")
              .retryAfter(Duration.ofSeconds(1));
      case Busy(Duration retryAfter) ->
          Answer.of(503, "overloaded", "The gateway has too many exchanges in flight.")
              .retryAfter(retryAfter);
      case Draining() ->
          Answer.of(503, "draining", "This gateway is stopping; another one will answer.")
              .retryAfter(Duration.ofSeconds(1));
      case ModelsFull(String model) ->
          Answer.of(
                  503,
                  "model_full",
                  "Model '" + shown(model) + "' has as many calls in flight as it may have.")
              .retryAfter(Duration.ofSeconds(1));
      case ProvidersAskedToWait(String model, Duration retryAfter) ->
          Answer.of(
                  429,
                  "provider_rate_limited",
                  "The providers of '" + shown(model) + "' take no calls for now.")
              .retryAfter(retryAfter);
      case UpstreamUnreachable(String provider) ->
          Answer.of(502, "upstream_unreachable", "Provider '" + provider + "' cannot be reached.");
      case UpstreamTimeout(String provider, Duration limit) ->
          Answer.of(
              504,
              "upstream_timeout",
              "Provider '" + provider + "' did not answer within " + limit.toMillis() + " ms.");
      case UpstreamInvalid(String provider) ->
          Answer.of(502, "upstream_invalid", "Provider '" + provider + "' sent no valid answer.");
      case UpstreamFailed(_, int status, String message) ->
          Answer.of(status, "upstream_failed", message);
      case Untranslatable(String provider, List<String> parts) ->
          Answer.of(
              400,
              "untranslatable",
              "Provider '"
                  + provider
                  + "' cannot be asked for: "
                  + String.join(", ", parts)
                  + ". Leave it out, or use a model whose provider can.");
      case UpstreamCredential(String provider) ->
          Answer.of(
              502,
              "upstream_credential",
              "Provider '" + provider + "' refused the gateway's credential; tell its operators.");
      case NoCredential(String provider) ->
          Answer.of(
              502,
              "upstream_credential",
              "The gateway has no credential for provider '"
                  + provider
                  + "' at hand; tell its operators.");
      case UpgradeRequired() ->
          Answer.of(
              426,
              "upgrade_required",
              "This path is a WebSocket: connect with ws:// or wss://, HTTP/1.1 and version 13.");
      case NotOffered(String provider, String surface) ->
          Answer.of(
              501,
              "not_offered",
              "Provider '" + provider + "' has no " + surface + "; use a model of one that has.");
      case ContentBlocked(String guard, List<String> what, boolean ofAnswer) ->
          Answer.of(422, "content_filter", blocked(guard, what, ofAnswer)).notRetryable();
      case Defect() -> Answer.of(500, "internal_error", "The gateway failed; its log says why.");
    };
  }

  /** Never what was found. */
  private static String blocked(String guard, List<String> what, boolean ofAnswer) {
    String blocked = (ofAnswer ? "The answer" : "The prompt") + " was blocked by guard '" + guard;
    return what.isEmpty()
        ? blocked + "', which could not look at all of it."
        : blocked + "': " + String.join(", ", what) + ".";
  }

  private static String shown(String model) {
    String printable = model.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
  }
}
