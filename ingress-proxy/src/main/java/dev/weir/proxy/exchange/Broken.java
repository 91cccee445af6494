package dev.weir.proxy.exchange;

import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.surface.AnswerFlow;
import dev.weir.proxy.surface.Surface;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a caller is told of an answer that breaks off. */
final class Broken {

  private static final Logger LOGGER = LoggerFactory.getLogger(Broken.class);

  private Broken() {}

  /** A guard's word, or the provider's own, where it gave one. */
  static Refusal refusal(String providerId, AnswerFlow flow) {
    return flow.blocked().orElseGet(() -> failure(providerId, flow));
  }

  private static Refusal failure(String providerId, AnswerFlow flow) {
    return flow.failure()
        .<Refusal>map(it ->
            switch (it.kind()) {
              // About Weir's credential and account, which are not the caller's.
              case AUTHENTICATION, PERMISSION, BILLING ->
                  new Refusal.UpstreamCredential(providerId);
              default -> new Refusal.UpstreamFailed(providerId, it.kind().status(), it.message());
            })
        .orElseGet(() -> new Refusal.UpstreamInvalid(providerId));
  }

  /** The status of an error that a stream begins with; nothing where text came before. */
  static Optional<Integer> firstWord(AnswerFlow flow) {
    return flow.tellsFailure() && flow.facts().textCharacters() == 0
        ? flow.failure().map(failure -> failure.kind().status())
        : Optional.empty();
  }

  /**
   * The last event of a stream, after what was held back for the caller. Without credit there are
   * no more tokens to be had, which each dialect has a word for; all else is an error. Where what
   * was held cannot be given, the exchange has its end without it.
   */
  static ByteBuffer lastWords(
      Refusal refusal, AnswerFlow stream, Surface surface, String requestId) {
    try {
      Optional<ByteBuffer> cut =
          refusal instanceof Refusal.LimitSpent || refusal instanceof Refusal.LimitUnknown
              ? stream.cutShort()
              : Optional.empty();
      return stream.restoredLast(
          cut.orElseGet(() -> Errors.event(refusal.answer(), surface, requestId)));
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", requestId).log("it broke");
      return Errors.event(refusal.answer(), surface, requestId);
    }
  }
}
