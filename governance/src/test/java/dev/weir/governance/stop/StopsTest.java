package dev.weir.governance.stop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.identity.Principal;
import dev.weir.governance.identity.TeamId;
import dev.weir.governance.policy.ModelRoute;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopsTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Principal CALLER =
      new Principal("acme", new TeamId("search"), null, null, "k1");
  private static final ModelRoute MODEL = new ModelRoute("quick", "openai", "gpt-5-mini");

  @ParameterizedTest
  @ValueSource(strings = {"all", "team/search", "key/k1"})
  void holdsTheCallerUnderTheScope(String scope) {
    Stops stops = Stops.NONE.after(scope, order());

    assertThat(stops.of(CALLER, NOON)).get().extracting(it -> it.scope().text()).isEqualTo(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/searc", "team/search2", "key/k", "key/search", "model/search"})
  void holdsNobodyElse(String scope) {
    assertThat(Stops.NONE.after(scope, order()).of(CALLER, NOON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"model/quick", "model/gpt-5-mini"})
  void holdsAModelByEitherOfItsNames(String scope) {
    assertThat(Stops.NONE.after(scope, order()).of(MODEL, NOON)).isPresent();
  }

  @Test
  void takesAnOrderBackWithATombstone() {
    Stops stops = Stops.NONE.after("team/search", order()).after("team/search", null);

    assertThat(stops.of(CALLER, NOON)).isEmpty();
    assertThat(stops.inForce(NOON)).isEmpty();
  }

  @Test
  void endsWhenItsTimeIsOver() {
    Stops stops = Stops.NONE.after("all", order(NOON.plusSeconds(60)));

    assertThat(stops.of(CALLER, NOON.plusMillis(59_999))).isPresent();
    assertThat(stops.of(CALLER, NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void stopsTheScopeOfAnOrderThatCannotBeRead() {
    Stops stops = Stops.NONE.unreadable("team/search");

    assertThat(stops.of(CALLER, NOON)).isPresent();
    assertThat(stops.notUnderstood()).isZero();
  }

  @Test
  void stopsTheScopeOfAnOrderThatContradictsItself() {
    Stops stops = Stops.NONE.after("team/search", order(NOON.minus(Duration.ofDays(1))));

    assertThat(stops.of(CALLER, NOON)).isPresent();
  }

  @Test
  void stopsNothingForAKeyThatIsNoScopeOfThisRelease() {
    Stops stops = Stops.NONE.after("region/eu", order()).unreadable("team/");

    assertThat(stops.of(CALLER, NOON)).isEmpty();
    assertThat(stops.notUnderstood()).isEqualTo(2);
    assertThat(stops.after("region/eu", null).notUnderstood()).isEqualTo(1);
  }

  @Test
  void stopsNothingForAnActionThatIsNoneOfThisRelease() {
    ControlOrder drain = builder().setAction(ControlAction.UNKNOWN).build();

    Stops stops = Stops.NONE.after("team/search", drain);

    assertThat(stops.of(CALLER, NOON)).isEmpty();
    assertThat(stops.notUnderstood()).isEqualTo(1);
  }

  @Test
  void passesOverWhatIsSaidOfAlerts() {
    ControlOrder said = builder().setAction(ControlAction.ALERT).build();

    Stops stops = Stops.NONE.after("alert/pii/search/email-address", said);

    assertThat(stops).isSameAs(Stops.NONE);
  }

  @Test
  void readsBackEveryScopeThatItWrites() {
    for (StopScope.Kind kind : StopScope.Kind.values()) {
      StopScope scope = new StopScope(kind, kind == StopScope.Kind.ALL ? "" : "a/b c");

      assertThat(StopScope.parse(scope.text())).hasValue(scope);
    }
  }

  @Test
  void saysWhatWhyAndUntilWhen() {
    StopScope scope = new StopScope(StopScope.Kind.TEAM, "search");
    Stop stop = new Stop(scope, "an agent runs away", NOON, "jo", Optional.of(NOON.plusSeconds(1)));

    assertThat(stop.message())
        .isEqualTo(
            "Operators of this gateway have stopped team 'search': an agent runs away. It goes on"
                + " at 2026-11-22T12:00:01Z at the latest.");
  }

  @Test
  void takesNoReasonOfSeveralLines() {
    assertThatThrownBy(() -> new Stop(StopScope.EVERYTHING, "a\nb", NOON, "jo", Optional.empty()))
        .hasMessageContaining("a reason is one line of at most 200 characters");
  }

  private static ControlOrder order() {
    return builder().build();
  }

  private static ControlOrder order(Instant until) {
    return builder().setUntil(until).build();
  }

  private static ControlOrder.Builder builder() {
    return ControlOrder.newBuilder()
        .setAction(ControlAction.STOP)
        .setReason("an agent runs away")
        .setOrderedAt(NOON.minusSeconds(5))
        .setOrderedBy("jo");
  }
}
