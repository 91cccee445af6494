package dev.weir.governance.routing;

import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.openBreakers;
import static dev.weir.governance.routing.Requests.reasons;
import static dev.weir.governance.routing.Requests.request;
import static dev.weir.governance.routing.Requests.steps;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.routing.RouteStrategy.ByTask;
import dev.weir.governance.routing.RouteStrategy.Fixed;
import dev.weir.governance.task.Task;
import dev.weir.governance.task.TaskKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ByTaskTest {

  private static final ByTask ROUTE =
      new ByTask(
          Map.of(TaskKind.SIMPLE, new Fixed("small"), TaskKind.CODE, new Fixed("coder")),
          new Fixed("large"),
          80);

  private static RouteFacts asking(TaskKind kind, double confidence) {
    return request(1, RouteNeeds.NONE.of(new Task(kind, confidence)));
  }

  @Test
  void sendsATaskToTheModelOfItsKindAndLetsTheOtherStandIn() {
    var steps = steps(ROUTE, asking(TaskKind.SIMPLE, 0.934), RouteHealth.UNKNOWN);

    assertThat(names(steps)).containsExactly("small", "large");
    assertThat(reasons(steps))
        .containsExactly("for the task 'simple', 93.4 % sure", "stands in, for other tasks");
  }

  @Test
  void sendsWhatItIsNotSureOfToTheOther() {
    var steps = steps(ROUTE, asking(TaskKind.CODE, 0.79), RouteHealth.UNKNOWN);

    assertThat(names(steps)).containsExactly("large");
    assertThat(reasons(steps)).containsExactly("for other tasks: this one is 'code', 79 % sure");
  }

  @Test
  void sendsAKindWithoutAModelOfItsOwnToTheOther() {
    assertThat(names(steps(ROUTE, asking(TaskKind.REASONING, 1), RouteHealth.UNKNOWN)))
        .containsExactly("large");
  }

  @Test
  void sendsARequestWithoutWordsToTheOther() {
    assertThat(reasons(steps(ROUTE, request(1), RouteHealth.UNKNOWN)))
        .containsExactly("nothing is known of the task");
  }

  @Test
  void asksTheOtherFirstWhereTheOwnOneIsLeftAlone() {
    assertThat(names(steps(ROUTE, asking(TaskKind.CODE, 1), openBreakers("coder"))))
        .containsExactly("large", "coder");
  }

  @Test
  void isReadFromAPolicyWithItsUsualConfidence() {
    assertThat(parsed("{by-task: {simple: small, code: coder, otherwise: large}}"))
        .isEqualTo(ROUTE);
  }

  @Test
  void saysWhatARouteByTaskLacks() {
    assertThat(problems("{by-task: {otherwise: large}}"))
        .contains("expected at least one kind of task and its model");
    assertThat(problems("{by-task: {simple: small}}")).contains("by-task.otherwise: required");
    assertThat(problems("{by-task: {smple: small, code: coder, otherwise: large}}"))
        .contains("simple");
    assertThat(problems("{by-task: {code: coder, otherwise: large, min-confidence-percent: 101}}"))
        .contains("min-confidence-percent is from 0 to 100");
  }

  private static RouteStrategy parsed(String route) {
    return ((PolicyReading.Valid) read(route)).policy().route("it").orElseThrow();
  }

  private static String problems(String route) {
    return ((PolicyReading.Invalid) read(route)).problems().toString();
  }

  private static PolicyReading read(String route) {
    return PolicyParser.parse(
        """
        organisation: acme
        providers: {echo: {builtin: echo}}
        models:
          small: {provider: echo}
          coder: {provider: echo}
          large: {provider: echo}
        routes: {it: %s}
        teams: {}
        """
            .formatted(route));
  }
}
