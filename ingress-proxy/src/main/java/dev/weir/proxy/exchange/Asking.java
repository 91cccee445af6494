package dev.weir.proxy.exchange;

import dev.weir.governance.policy.TranslationLoss;
import dev.weir.governance.refusal.Refusal;
import dev.weir.governance.routing.CallOutcome;
import dev.weir.governance.stop.Stop;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.PassageAsk;
import dev.weir.proxy.targets.Place;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the models of a {@link Call}, one after the other: each as its provider understands it, with
 * a key that is worth an attempt, where there is a place for a call. Used by the one thread that
 * makes attempts; {@link #stop} may come from another.
 */
final class Asking {

  private static final Logger LOGGER = LoggerFactory.getLogger(Asking.class);

  private final Gateway gateway;
  private final CallersEnd caller;
  private final Admitted admitted;
  private final Call call;
  private final Race race;
  private final Saying saying;
  private final KeyTurns keyTurns;

  /** Held for as long as another attempt may come: an idle stream shall not hold its prompt. */
  private volatile Body body;

  private volatile long sentNanos;

  Asking(
      Gateway gateway,
      CallersEnd caller,
      Admitted admitted,
      TranslationLoss loss,
      Body body,
      Call call,
      Race race) {
    this.gateway = gateway;
    this.caller = caller;
    this.admitted = admitted;
    this.body = body;
    this.call = call;
    this.race = race;
    this.saying = new Saying(caller.arrival(), caller.surface(), admitted, loss);
    this.keyTurns =
        new KeyTurns(
            admitted.legs(), gateway.self().clock(), !(admitted.ask() instanceof PassageAsk));
  }

  /** When the first attempt was sent, on the nano clock. */
  long sentNanos() {
    return sentNanos;
  }

  /** Nobody is asked any more: an attempt has begun to answer. */
  void stop() {
    letGo();
  }

  private void letGo() {
    body = Body.NONE;
    admitted.ask().forget();
  }

  private Instant now() {
    return gateway.self().clock().instant();
  }

  /** Asks the next model that can be asked; gives a reason where there is none. */
  Optional<Refusal> next() {
    TurnedDown reasons = new TurnedDown();
    for (Optional<Leg> leg = race.next(); leg.isPresent(); leg = race.next()) {
      switch (ask(leg.get(), reasons)) {
        case MADE -> {
          return Optional.empty();
        }
        case LATER -> {
          race.putBack(leg.get());
          return Optional.of(reasons.asOne(admitted.ask().model()));
        }
        case NOT -> {}
      }
    }
    return Optional.of(reasons.asOne(admitted.ask().model()));
  }

  private enum Asked {
    MADE,
    NOT,
    /** It would answer, once nothing else is under way. */
    LATER
  }

  /** Says what the caller asks as the provider understands it. */
  private Asked ask(Leg leg, TurnedDown reasons) {
    Route route = leg.route();
    Body asked = body;
    if (asked.equals(Body.NONE)) {
      return Asked.NOT; // Another attempt has begun to answer meanwhile.
    }
    keyTurns.round(race.round());
    KeyTurn keyTurn = keyTurns.of(leg);
    ProviderKey key = keyTurn.next(route);
    if (key == null) {
      if (keyTurn.isFirst()) {
        reasons.note(new Refusal.NoCredential(route.providerId()));
      }
      return Asked.NOT;
    }
    switch (saying.to(route, asked)) {
      case Outgoing.Unsayable(List<String> names) ->
          reasons.note(new Refusal.Untranslatable(route.providerId(), names));
      case Outgoing.Wrong(String message) -> reasons.note(new Refusal.InvalidRequest(message));
      case Outgoing.Estimates(byte[] estimate) -> {
        return call.answer(ByteBuffer.wrap(estimate)) ? Asked.MADE : Asked.LATER;
      }
      case Outgoing.Sends sends -> {
        return begin(leg, key, sends, reasons) ? Asked.MADE : Asked.NOT;
      }
    }
    return Asked.NOT;
  }

  private boolean begin(Leg leg, ProviderKey key, Outgoing.Sends sends, TurnedDown reasons) {
    Instant now = now();
    Optional<Stop> ordered = call.stop(gateway.knowledge().stops().get(), leg, now);
    if (ordered.isPresent()) {
      reasons.note(new Refusal.Stopped(ordered.get()));
      return false;
    }
    String model = leg.route().model().name();
    return switch (leg.target().begin(now)) {
      case Place.Full _ -> {
        reasons.full();
        gateway.metrics().skipped(model, "full");
        yield false;
      }
      case Place.Resting(Instant until) -> {
        reasons.resting(Duration.between(now, until));
        gateway.metrics().skipped(model, "asked_to_wait");
        yield false;
      }
      case Place.Taken _ -> {
        attempt(leg, key, sends);
        yield true;
      }
    };
  }

  private void attempt(Leg leg, ProviderKey key, Outgoing.Sends sends) {
    Optional<Race.Entry> entry =
        race.enter(number -> attempt(number, leg, key, sends), caller.watch());
    if (entry.isEmpty()) {
      leg.target().end(CallOutcome.Unknown.IT, now());
      call.cancelled();
      return;
    }
    if (race.isAtEnd() && !leg.route().keys().areSeveral()) {
      letGo();
    }
    entry.get().before().ifPresent(call::failedOver);
    if (sentNanos == 0) {
      sentNanos = System.nanoTime();
    }
    Attempt attempt = entry.get().attempt();
    if (attempt.isHedge()) {
      gateway.metrics().hedge(admitted.way().name(), "sent");
    }
    try {
      attempt.send(gateway.upstream(), caller.arrival(), sends, caller.reply());
    } catch (RuntimeException e) {
      LOGGER
          .atError()
          .setCause(e)
          .addKeyValue("exchangeId", caller.arrival().requestId())
          .log("it broke");
      attempt.relay().fail(new Refusal.Defect());
    }
  }

  private Attempt attempt(int number, Leg leg, ProviderKey key, Outgoing.Sends sends) {
    KeyTurn keyTurn = keyTurns.of(leg);
    Deadline own = number == 1 ? caller.deadline() : new Deadline();
    Attempt attempt =
        new Attempt(
            call,
            number,
            leg,
            keyTurn,
            keyTurn.take(leg.route(), key),
            sends.dropped(),
            admitted.ask().stream(),
            race.isLive(),
            own,
            gateway.self().clock());
    // The first byte of a document comes with its last.
    Optional<Duration> firstToken =
        admitted.ask().stream() ? admitted.way().options().firstToken() : Optional.empty();
    attempt.by(
        new Relay(
            caller.reply(),
            attempt,
            leg.route(),
            caller.surface(),
            sends,
            own,
            gateway.self().limits(),
            firstToken.isPresent() && race.hasNext(now()) ? firstToken : Optional.empty()));
    return attempt;
  }
}
