package dev.weir.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.Team;
import dev.weir.governance.quota.Cost;
import dev.weir.governance.quota.Limit;
import dev.weir.governance.quota.LimitMode;
import dev.weir.governance.quota.LimitScope;
import dev.weir.governance.quota.LimitUnit;
import dev.weir.governance.quota.Outage;
import dev.weir.governance.quota.Subject;
import dev.weir.governance.quota.Window;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.quota.Asked;
import dev.weir.proxy.quota.Bill;
import dev.weir.proxy.quota.Hold;
import dev.weir.proxy.quota.MemoryGrantor;
import dev.weir.proxy.quota.QuotaGate;
import dev.weir.proxy.quota.Wish;
import dev.weir.proxy.view.QuotaStateView;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The meter of a stream in a budget of 1,000 tokens, with a grantor that answers when asked. */
final class MeterTest {

  private static final TeamId SEARCH = new TeamId("search");
  private static final Instant NOW = Instant.parse("2026-10-05T12:00:00Z");
  private static final Limit TOKENS =
      new Limit(
          "all",
          new LimitScope(Optional.of(SEARCH), Map.of(), List.of()),
          LimitUnit.TOKENS,
          new Window(Window.Span.TOTAL, ZoneOffset.UTC),
          1_000,
          LimitMode.HARD,
          Outage.CLOSED);

  private final QuotaGate gate =
      new QuotaGate(
          new QuotaStateView(InstantSource.fixed(NOW)), "p1:1", Optional.of(EscrowTerms.DEFAULT));
  private final MemoryGrantor grantor =
      new MemoryGrantor(gate, EscrowTerms.DEFAULT, List.of(TOKENS));

  /**
   * Who is told may take locks of its own: with the meter's held, two could wait for each other.
   */
  @Test
  void tellsNobodyElseOfCreditWhileItIsLocked() {
    Hold hold = granted(1_000);
    Meter meter = meter(hold);
    AtomicReference<Boolean> locked = new AtomicReference<>();
    meter.readOn(4_000, () -> {}, () -> {}, MeterTest::neverCut);
    assertThat(gate.waiting()).isEqualTo(1);
    assertThat(ask(500, _ -> locked.set(Thread.holdsLock(meter)))).isInstanceOf(Asked.Waits.class);

    gate.settle("search", hold, Bill.of(Cost.NOTHING, _ -> {}));

    assertThat(locked).hasValue(false);
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void goesOnWhereTheAnswerToItsWaitComesWhileItIsPaused() {
    Hold hold = granted(500);
    Hold rest = granted(500);
    Meter meter = meter(hold);
    AtomicReference<String> went = new AtomicReference<>("");
    meter.readOn(2_000, () -> went.set("on"), () -> went.set("paused"), MeterTest::neverCut);
    assertThat(went).hasValue("paused");

    gate.settle("search", rest, Bill.of(Cost.NOTHING, _ -> {}));

    assertThat(went).hasValue("on");
    assertThat(hold.reserved().tokens())
        .as("a slice, and what is written beyond, by a tenth more than estimated")
        .isEqualTo(500 + 256 + 50);
  }

  @Test
  void wantsNothingAfterItsEnd() {
    Hold hold = granted(1_000);
    Meter meter = meter(hold);
    meter.readOn(4_000, () -> {}, () -> {}, MeterTest::neverCut);

    meter.end();

    assertThat(gate.waiting()).isZero();
  }

  private static void neverCut(Refusal refusal) {
    throw new AssertionError(refusal.answer().code());
  }

  private Meter meter(Hold hold) {
    return new Meter(
        gate,
        hold,
        "m",
        0,
        tokens -> Cost.ofTokens(tokens).ofPart(),
        Runnable::run,
        InstantSource.fixed(NOW));
  }

  private Hold granted(long tokens) {
    AtomicReference<Asked> told = new AtomicReference<>();
    Asked answer = ask(tokens, told::set);
    if (answer instanceof Asked.Waits) {
      grantor.serve(NOW);
      answer = Objects.requireNonNull(told.get());
    }
    return ((Asked.Granted) answer).hold();
  }

  private Asked ask(long tokens, Consumer<Asked> told) {
    Team team = new Team(SEARCH, RecordingMode.OPEN, Set.of(), List.of(TOKENS));
    Subject subject =
        new Subject(SEARCH, Optional.empty(), Optional.empty(), "k1", "m", Optional.empty());
    return gate.ask(
        new QuotaGate.Question(team, List.of(), subject, Wish.of(Cost.ofTokens(tokens)), NOW),
        told);
  }
}
