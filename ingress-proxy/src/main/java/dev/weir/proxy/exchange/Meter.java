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
  private @Nullable Waiter waiter;
  private Cost wanted = Cost.NOTHING;
  private @Nullable Refusal refused;
  private @Nullable Paused paused;

  private record Paused(Runnable go, Consumer<Refusal> cut) {}

  /**
   * @param besides the part of the reservation that is not for what is read of the answer: the
   *     request's, and hidden reasoning's
   * @param slice what so many more tokens cost
   * @param near runs what goes on after a wait
   */
  private Meter(
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
            + AdmitStage.unread(max, quota.learned().unread(model));
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
    long reserved = hold.reserved().tokens() - besides;
    if (written * 4 >= reserved * 3) {
      ask(written, reserved);
      reserved = hold.reserved().tokens() - besides;
    }
    synchronized (this) {
      if (written >= reserved && waiter != null) {
        // Under the lock: the answer to the wait must find that it is paused.
        pause.run();
        paused = new Paused(go, cut);
        return null;
      }
      if (written >= reserved && refused != null) {
        return refused;
      }
    }
    go.run();
    return null;
  }

  /** What was refused before is asked for once more where it is needed to go on. */
  private void ask(long written, long reserved) {
    synchronized (this) {
      if (waiter != null || (refused != null && written < reserved)) {
        return;
      }
      refused = null;
    }
    // A provider may write far more than a slice between two looks.
    Cost more = slice.apply(SLICE + Math.max(0, written - reserved));
    // The answer may come from another thread before this one has noted that it waits.
    synchronized (this) {
      switch (quota.topUp(hold, more, this::told)) {
        case Asked.Waits(Waiter waits) -> {
          waiter = waits;
          wanted = more;
        }
        case Asked answer -> take(answer, more);
      }
    }
  }

  private void told(Asked answer) {
    Paused waits;
    Refusal end;
    synchronized (this) {
      waiter = null;
      take(answer, wanted);
      waits = paused;
      paused = null;
      end = refused;
    }
    if (waits == null) {
      return;
    }
    near.execute(() -> {
      if (end == null) {
        waits.go().run();
      } else {
        waits.cut().accept(end);
      }
    });
  }

  /** The exchange has ended: nothing more is wanted for it. */
  void end() {
    Waiter waits;
    synchronized (this) {
      waits = waiter;
      waiter = null;
      paused = null;
    }
    if (waits != null) {
      quota.forget(waits);
    }
  }

  private void take(Asked answer, Cost more) {
    switch (answer) {
      case Asked.Granted(var _, Hold granted) -> quota.absorb(hold, granted);
      case Asked.Spent(QuotaDecision.Spent(var _, var spent)) ->
          refused =
              new Refusal.LimitSpent(spent, more.reserved(spent.limit().unit()), clock.instant());
      case Asked.Unknown unknown -> refused = new Refusal.LimitUnknown(unknown.limit());
      case Asked.Crowded _ -> throw new IllegalStateException("a top-up needs no new account");
      case Asked.Waits _ -> throw new IllegalStateException("an answer that is none");
    }
  }
}
