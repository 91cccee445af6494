package dev.weir.proxy.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Dimension;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import dev.weir.governance.quota.Subject;
import dev.weir.governance.quota.Window;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A gate with a grantor that answers when the test says so, on a clock that the test moves. */
abstract class GateCase {

  static final TeamId SEARCH = new TeamId("search");
  static final Instant START = Instant.parse("2026-10-05T12:00:00Z");
  static final Window TOTAL = new Window(Window.Span.TOTAL, ZoneOffset.UTC);
  long nanos = 1;
  List<Limit> own = List.of();
  List<Limit> common = List.of();
  QuotaGate gate = gate();
  MemoryGrantor grantor = grantor();

  static Limit tokens(long max) {
    return tokens(max, Outage.CLOSED);
  }

  static Limit tokens(long max, Outage outage) {
    return limit("all", LimitUnit.TOKENS, max, List.of(), outage);
  }

  static Limit limit(String id, LimitUnit unit, long max, List<Dimension> each, Outage outage) {
    return new Limit(
        id,
        new LimitScope(Optional.of(SEARCH), Map.of(), each),
        unit,
        TOTAL,
        max,
        LimitMode.HARD,
        outage);
  }

  static Subject subject(String run) {
    return new Subject(
        SEARCH,
        Optional.empty(),
        Optional.empty(),
        "k1",
        "small",
        Optional.of(run).filter(it -> !it.isEmpty()));
  }

  void limits(Limit... limits) {
    own = List.of(limits);
    restart();
  }

  void restart() {
    gate = gate();
    grantor = grantor();
  }

  QuotaGate gate() {
    return new QuotaGate(
        new QuotaStateView(InstantSource.fixed(START)),
        "p1:1",
        Optional.of(EscrowTerms.DEFAULT),
        () -> nanos);
  }

  MemoryGrantor grantor() {
    List<Limit> all = new ArrayList<>(own);
    all.addAll(common);
    return new MemoryGrantor(gate, EscrowTerms.DEFAULT, all);
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  void serve() {
    grantor.serve(now());
  }

  Asked ask(long tokens, AtomicReference<Asked> told) {
    return ask(subject(""), tokens, told);
  }

  Asked ask(Subject subject, long tokens, AtomicReference<Asked> told) {
    return ask(subject, Wish.of(Cost.ofTokens(tokens)), told);
  }

  Asked ask(Subject subject, Wish wish, AtomicReference<Asked> told) {
    Team team = new Team(SEARCH, RecordingMode.OPEN, Set.of(), own);
    return gate.ask(new QuotaGate.Question(team, common, subject, wish, now()), told::set);
  }

  Asked answer(long tokens) {
    return answer(subject(""), tokens);
  }

  /** What the answer is when the grantor has said all that it has to say. */
  Asked answer(Subject subject, long tokens) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(ask(subject, tokens, told), told);
  }

  Asked answer(Wish wish) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(ask(subject(""), wish, told), told);
  }

  Hold granted(Wish wish) {
    return granted(answer(wish));
  }

  Asked topUp(Hold hold, long tokens) {
    AtomicReference<Asked> told = new AtomicReference<>();
    return afterServing(gate.topUp(hold, Cost.ofTokens(tokens).ofPart(), told::set), told);
  }

  Asked afterServing(Asked first, AtomicReference<Asked> told) {
    if (!(first instanceof Asked.Waits)) {
      return first;
    }
    serve();
    return Objects.requireNonNull(told.get());
  }

  Hold granted(long tokens) {
    return granted(answer(tokens));
  }

  static Hold granted(@Nullable Asked answer) {
    assertThat(answer).isInstanceOf(Asked.Granted.class);
    return ((Asked.Granted) Objects.requireNonNull(answer)).hold();
  }

  void settle(Hold hold, long tokens) {
    gate.settle("search", hold, Bill.of(Cost.ofTokens(tokens), _ -> {}));
  }

  /** The grantor hears and does not answer, for longer than anybody waits. */
  void silence() {
    var _ = gate.demands(now());
    nanos += QuotaGate.WAIT_MAX.plusMillis(1).toNanos();
    gate.expire();
  }

  static Limit rate(long perMinute, long burst) {
    return new Limit(
        "rate",
        new LimitScope(Optional.of(SEARCH), Map.of(), List.of()),
        LimitUnit.TOKENS,
        new Window(Window.Span.MINUTE, ZoneOffset.UTC),
        perMinute,
        LimitMode.HARD,
        burst,
        Outage.CLOSED);
  }
}
