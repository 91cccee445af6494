package dev.weir.proxy.exchange;

import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.QuotaDecision;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.quota.Asked;
import dev.weir.proxy.quota.Hold;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.quota.Waiter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the reservation of a stream ahead of what it writes. When three quarters of what is
 * reserved for the answer are written, as much more is asked for as was written at once, and a
 * slice; a stream that has written all of it is held until there is an answer, and cut where there
 * is no more.
 */
final class Meter {

  private static final long SLICE = AdmitStage.SLICE_TOKENS;

  private final QuotaGate quota;
  private final Hold hold;
  private final String model;
  private final long besides;
  private final LongFunction<Cost> slice;
  private final Executor near;
  private final InstantSource clock;

  /** Whether more was asked for and there is no answer yet. */
  private boolean asking;

  private boolean ended;
  private @Nullable Waiter waiter;
  private @Nullable Refusal refused;
  private @Nullable Paused paused;

  private record Paused(Runnable go, Consumer<Refusal> cut) {}

  /**
   * @param besides the part of the reservation that is not for what is read of the answer: the
   *     request's, and what is known of hidden reasoning
   * @param slice what so many more tokens cost
   * @param near runs what goes on after a wait
   */
  Meter(
      QuotaGate quota,
      Hold hold,
      String model,
      long besides,
      LongFunction<Cost> slice,
      Executor near,
      InstantSource clock) {
    this.quota = quota;
    this.hold = hold;
    this.model = model;
    this.besides = besides;
    this.slice = slice;
    this.near = near;
    this.clock = clock;
  }

  /** Null where no limit can end the answer while it comes. */
  static @Nullable Meter of(
      Gateway gateway,
      Identity.Known caller,
      Admittance.Admitted go,
      int bodyBytes,
      Instant at,
      Executor near) {
    if (!go.hold().isMetered() || !go.ask().stream()) {
      return null;
    }
    QuotaGate quota = gateway.quota();
    String model = go.legs().getFirst().route().model().name();
    OptionalLong max = go.ask().maxOutputTokens();
    long besides =
        quota.learned().input(model, go.ask().inputEstimate(bodyBytes))
            + AdmitStage.unread(go.ask(), quota.learned().unread(model));
    return new Meter(
        quota,
        go.hold(),
        model,
        // Less was reserved where the limit is small, or where less was known at that time.
        Math.min(besides, go.hold().reserved().tokens() - AdmitStage.slice(max)),
        tokens ->
            gateway
                .costs()
                .reserved(caller.policy(), caller.team(), go.legs(), 0, tokens, at)
                .ofPart(),
        near,
        gateway.self().clock());
  }

  /**
   * Decides whether more of the answer may be read: {@code go} or {@code cut} is run, now or later.
   *
   * @param characters of text that came so far
   * @param pause is run before, where it is later
   */
  void readOn(long characters, Runnable go, Runnable pause, Consumer<Refusal> cut) {
    Refusal end = step(characters, go, pause, cut);
    if (end != null) {
      cut.accept(end);
    }
  }

  /** Runs {@code go}, keeps it for later, or gives the reason why it is over. */
  private @Nullable Refusal step(
      long characters, Runnable go, Runnable pause, Consumer<Refusal> cut) {
    long written = quota.learned().output(model, TokenEstimate.ofText(characters));
    long reserved = forText();
    if (written * 4 >= reserved * 3) {
      ask(written, reserved);
    }
    synchronized (this) {
      if (written >= forText() && asking) {
        // Under the lock: the answer must find that it is paused.
        pause.run();
        paused = new Paused(go, cut);
        return null;
      }
      if (written >= forText() && refused != null) {
        return refused;
      }
    }
    go.run();
    return null;
  }

  private long forText() {
    return hold.reserved().tokens() - besides;
  }

  /** What was refused before is asked for once more where it is needed to go on. */
  private void ask(long written, long reserved) {
    synchronized (this) {
      if (asking || ended || (refused != null && written < reserved)) {
        return;
      }
      asking = true;
      refused = null;
    }
    // A provider may write far more than a slice between two looks.
    Cost more = slice.apply(SLICE + Math.max(0, written - reserved));
    switch (quota.topUp(hold, more, answer -> told(answer, more))) {
      case Asked.Waits(Waiter waits) -> {
        if (!keep(waits)) {
          quota.forget(waits);
        }
      }
      case Asked answer -> told(answer, more);
    }
  }

  /** False where nothing is wanted any more; who was told already waits for nothing. */
  private synchronized boolean keep(Waiter waits) {
    if (asking) {
      waiter = waits;
    }
    return !ended;
  }

  /**
   * Not under the lock from its beginning: what is given back because the exchange has ended goes
   * to others, who are told at once and have locks of their own.
   */
  private void told(Asked answer, Cost more) {
    Refusal refusal = take(answer, more);
    Paused waits;
    synchronized (this) {
      asking = false;
      waiter = null;
      refused = refusal;
      waits = paused;
      paused = null;
    }
    if (waits == null) {
      return;
    }
    near.execute(() -> {
      if (refusal == null) {
        waits.go().run();
      } else {
        waits.cut().accept(refusal);
      }
    });
  }

  /** The exchange has ended: nothing more is wanted for it. */
  void end() {
    Waiter waits;
    synchronized (this) {
      ended = true;
      waits = waiter;
      waiter = null;
      paused = null;
    }
    if (waits != null) {
      quota.forget(waits);
    }
  }

  /** Adds what was granted; else the reason why there is no more. */
  private @Nullable Refusal take(Asked answer, Cost more) {
    return switch (answer) {
      case Asked.Granted(var _, Hold granted) -> {
        quota.absorb(hold, granted);
        yield null;
      }
      case Asked.Spent(QuotaDecision.Spent(var _, var spent)) ->
          new Refusal.LimitSpent(spent, more.reserved(spent.limit().unit()), clock.instant());
      case Asked.Unknown unknown -> new Refusal.LimitUnknown(unknown.limit());
      case Asked.Crowded _ -> throw new IllegalStateException("a top-up needs no new account");
      case Asked.Waits _ -> throw new IllegalStateException("an answer that is none");
    };
  }
}
