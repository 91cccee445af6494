package dev.weir.standalone.rerate;

import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.PolicySnapshot;
import dev.weir.processors.charge.Rerating;
import dev.weir.processors.view.GoverningPolicy;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.log.LogConnection;
import java.time.InstantSource;
import java.util.Optional;

/** Charges usage of the past at the prices that the governing policy has for it now. */
public final class PriceCorrection {

  private final LogConnection connection;
  private final InstantSource clock;
  private final long version;
  private final Policy policy;

  /**
   * @param governs whose prices and discounts hold
   * @throws RerateException where this release cannot read it
   */
  public PriceCorrection(LogConnection connection, InstantSource clock, PolicyDocument governs) {
    this.connection = connection;
    this.clock = clock;
    this.version = governs.getVersion();
    this.policy =
        switch (PolicySnapshot.read(governs)) {
          case PolicyReading.Valid(Policy read) -> read;
          case PolicyReading.Invalid _ ->
              throw new RerateException(
                  "version " + version + " of the policy is of a newer release: use that one");
        };
  }

  /** What a correction would write. */
  public Corrections preview(Span span, Optional<String> model) {
    return Corrections.of(version, false, rerating(span).rows(model, "preview"));
  }

  /**
   * Writes what is due; nothing where that is nothing.
   *
   * @throws RerateException where the span is too old or too long, another run interferes, or the
   *     log does not answer; then nothing was written, unless the message says that this is not
   *     known
   */
  public Corrections correct(Span span, Optional<String> model) {
    try (ChargeLog log = ChargeLog.open(connection, clock)) {
      Rerating rerating = rerating(span);
      String run = Rerating.REASON + "-" + clock.millis();
      Corrections corrections = Corrections.of(version, true, rerating.rows(model, run));
      if (corrections.rows() > 0) {
        log.write(rerating.rows(model, run));
      }
      return corrections;
    }
  }

  private Rerating rerating(Span span) {
    var rerating =
        new Rerating(
            policy.priceBook(), new GoverningPolicy(version, policy), span.from(), span.to());
    try (var log = new RatedLog(connection, clock)) {
      log.read(span, rerating);
      return rerating;
    } catch (Rerating.TooManySumsException e) {
      throw new RerateException(String.valueOf(e.getMessage()), e);
    }
  }
}
