package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.schemas.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts of a call are under way, which of them answers, and what follows one that fails.
 * As a rule one attempt follows the other; a route that hedges may have two at once, whose events
 * then come on several threads. All that they decide between them is decided here, under one lock,
 * and nobody is told of it while it is held. Every call has one end: who is given it tells it.
 */
final class Race {

  /** An attempt of which nothing went to the caller. */
  record Failure(Attempt attempt, Refusal refusal, boolean taken, AnswerFacts facts) {

    Ending as(Outcome outcome, int status, String code) {
      return new Ending(outcome, status, code, taken, facts);
    }
  }

  /** What follows a failure. */
  enum After {
    /** Another attempt is under way: this one was in vain. */
    ANOTHER_GOES_ON,
    /** A second attempt is about to begin: it decides. */
    HEDGE_DECIDES,
    /** {@link #decide} says. */
    NOTHING_GOES_ON
  }

  /** The end of a call that has no attempt under way. */
  record End(Optional<Failure> before) {}

  private final Walk walk;
  private final Way way;
  private int attempts;

  /** The attempts under way; the second only where there are two. */
  private @Nullable Attempt running;

  private @Nullable Attempt rival;
  private @Nullable Attempt winner;

  /** The failure that what follows it will say how to count. */
  private @Nullable Failure pending;

  private boolean hedging;
  private boolean hedged;
  private boolean over;

  /** When the next round begins, on the nano clock; 0 where none waits. */
  private long resumeAtNanos;

  Race(Walk walk, Way way) {
    this.walk = walk;
    this.way = way;
  }

  synchronized int attempts() {
    return attempts;
  }

  /** The attempts under way. */
  synchronized List<Attempt> live() {
    if (running == null) {
      return List.of();
    }
    return rival == null ? List.of(running) : List.of(running, rival);
  }

  synchronized boolean isLive() {
    return running != null;
  }

  synchronized long resumeAtNanos() {
    return resumeAtNanos;
  }

  /** The next model to ask; nothing where all were looked at, or none is needed. */
  synchronized Optional<Leg> next() {
    return over || winner != null ? Optional.empty() : walk.next();
  }

  /** A model that was not asked after all comes next. */
  synchronized void putBack(Leg leg) {
    walk.again(leg);
  }

  synchronized int round() {
    return walk.round();
  }

  /** Whether the request's body is needed no more once the attempt is made. */
  synchronized boolean isAtEnd() {
    return walk.isAtEnd();
  }

  synchronized boolean hasNext(Instant now) {
    return walk.hasNext(now);
  }

  /** What an attempt begins with: itself, and the failure that it makes good. */
  record Entry(Attempt attempt, Optional<Failure> before) {}

  /** Begins an attempt, made from its number; nothing where none is needed any more. */
  synchronized Optional<Entry> enter(IntFunction<Attempt> make, CallerWatch caller) {
    hedging = false;
    if (over || winner != null || caller.isGone()) {
      return Optional.empty();
    }
    Attempt attempt = make.apply(attempts + 1);
    attempts++;
    if (running == null) {
      running = attempt;
    } else {
      rival = attempt;
    }
    Optional<Failure> before = Optional.ofNullable(pending);
    pending = null;
    return Optional.of(new Entry(attempt, before));
  }

  /** Whether the caller need not see that this attempt failed. */
  synchronized boolean mayGoOn(Attempt attempt, Instant now) {
    return winner == null
        && (hedging || other(attempt) != null || walk.mayGoOn(now, System.nanoTime()));
  }

  /** The answer to "may this attempt answer the caller?", with the one that then may not. */
  record Claim(boolean won, Optional<Attempt> loser) {

    private static final Claim LOST = new Claim(false, Optional.empty());
    private static final Claim ALONE = new Claim(true, Optional.empty());
  }

  /** The first that asks, for as long as it is under way. */
  synchronized Claim claim(Attempt attempt) {
    boolean underWay = attempt.equals(running) || attempt.equals(rival);
    if (over || !underWay || (winner != null && !winner.equals(attempt))) {
      return Claim.LOST;
    }
    winner = attempt;
    Attempt loser = other(attempt);
    return loser == null ? Claim.ALONE : new Claim(true, Optional.of(loser));
  }

  synchronized After failed(Failure failure) {
    remove(failure.attempt);
    if (isLive()) {
      return After.ANOTHER_GOES_ON;
    }
    if (hedging) {
      pending = failure;
      return After.HEDGE_DECIDES;
    }
    return After.NOTHING_GOES_ON;
  }

  /** The second attempt was not made after all: gives the failure that has waited for it. */
  synchronized Optional<Failure> notHedged() {
    if (!hedging) {
      return Optional.empty();
    }
    hedging = false;
    Optional<Failure> left = Optional.ofNullable(pending);
    pending = null;
    return left;
  }

  /** What comes after a failure. */
  sealed interface Decision {

    /** The next attempt, at once. */
    record GoOn() implements Decision {}

    /** The next attempt, later; {@link #isResumeDue} says when. */
    record Wait() implements Decision {}

    /** None; who asked tells the end. */
    record Stop() implements Decision {}

    /** Somebody else has told the end. */
    record Over() implements Decision {}
  }

  /** Nothing is under way: whether another attempt follows, of which there are only so many. */
  synchronized Decision decide(Failure failure, Instant now) {
    if (over) {
      return new Decision.Over();
    }
    if (winner == null && failure.attempt.mayUseAnotherKey()) {
      walk.again(failure.attempt.leg());
      pending = failure;
      return new Decision.GoOn();
    }
    long nanos = System.nanoTime();
    Optional<Duration> wait =
        winner == null && Verdicts.isProviders(failure.refusal)
            ? walk.goOn(now, nanos)
            : Optional.empty();
    if (wait.isEmpty()) {
      over = true;
      return new Decision.Stop();
    }
    pending = failure;
    if (wait.get().isZero()) {
      return new Decision.GoOn();
    }
    resumeAtNanos = (nanos + wait.get().toNanos()) | 1;
    return new Decision.Wait();
  }

  /** Whether a round that has waited begins now. */
  synchronized boolean isResumeDue(long nowNanos) {
    if (resumeAtNanos == 0 || nowNanos - resumeAtNanos < 0) {
      return false;
    }
    resumeAtNanos = 0;
    return true;
  }

  /** Whether a second attempt is to be made beside the first: once, while that is silent. */
  synchronized boolean isHedgeDue(long nowNanos, Instant now) {
    Attempt first = running;
    if (hedged || over || winner != null || first == null || rival != null) {
      return false;
    }
    long after = way.options().hedgeAfter().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    if (nowNanos - first.sentNanos() < after
        || !walk.hasNext(now)
        || !way.budget().take(nowNanos)) {
      return false;
    }
    hedged = true;
    hedging = true;
    return true;
  }

  /** An attempt is over that another one has beaten. */
  synchronized void lost(Attempt attempt) {
    remove(attempt);
  }

  /** Whether the call ends with this attempt, of which the caller has seen the end. */
  synchronized boolean endsWith(Attempt attempt) {
    remove(attempt);
    boolean last = !isLive() || attempt.equals(winner);
    over |= last;
    return last;
  }

  /** Ends a call that has no attempt under way; nothing where it has, or is over. */
  synchronized Optional<End> end() {
    if (over || isLive()) {
      return Optional.empty();
    }
    over = true;
    resumeAtNanos = 0;
    return Optional.of(new End(Optional.ofNullable(pending)));
  }

  private @Nullable Attempt other(Attempt attempt) {
    return attempt.equals(running) ? rival : running;
  }

  private void remove(Attempt attempt) {
    if (attempt.equals(running)) {
      running = rival;
      rival = null;
    } else if (attempt.equals(rival)) {
      rival = null;
    }
  }
}
