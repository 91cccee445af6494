package dev.weir.governance.routing;

import static dev.weir.governance.routing.Capability.IMAGES;
import static dev.weir.governance.routing.Capability.TOOLS;
import static dev.weir.governance.routing.Requests.models;
import static dev.weir.governance.routing.Requests.names;
import static dev.weir.governance.routing.Requests.needs;
import static dev.weir.governance.routing.Requests.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.routing.RouteStrategy.FirstCapable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CapabilityOrderTest {

  private static final Map<String, ModelTraits> TRAITS =
      Map.of(
          "small", traits(8_000, 4_000, Set.of()),
          "seeing", traits(32_000, 4_000, Set.of(IMAGES)),
          "large", traits(1_000_000, 64_000, Set.of(IMAGES, TOOLS)));

  @Test
  void asksTheFirstThatCanTakeTheRequest() {
    List<RouteStep> steps = steps(needs(1_000, 100, IMAGES), "small", "seeing", "large");

    assertThat(names(steps)).containsExactly("seeing", "large");
    assertThat(reasons(steps))
        .containsExactly("the first that can take it ('small' lacks images)", "can take it too");
  }

  @Test
  void countsRequestAndAnswerAgainstTheContext() {
    assertThat(names(steps(needs(7_000, 1_000), "small", "large")))
        .containsExactly("small", "large");
    List<RouteStep> over = steps(needs(7_000, 1_001), "small", "large");
    assertThat(names(over)).containsExactly("large");
    assertThat(reasons(over))
        .containsExactly("the first that can take it ('small' has room for 8000 of 8001 tokens)");
  }

  @Test
  void looksAtTheLengthOfTheAnswer() {
    assertThat(reasons(steps(needs(1, 5_000), "seeing", "large")))
        .containsExactly(
            "the first that can take it ('seeing' answers with at most 4000 of 5000 tokens)");
  }

  @Test
  void namesNoMoreThanTwoOfThoseThatWerePassedOver() {
    assertThat(
            reasons(steps(needs(900_000, 100, IMAGES, TOOLS), "small", "seeing", "small", "large")))
        .containsExactly(
            "the first that can take it ('small' has room for 8000 of 900100 tokens,"
                + " 'seeing' has room for 32000 of 900100 tokens, and 1 more)");
  }

  @Test
  void takesWhatIsNotStatedAsEnoughAndSaysSo() {
    List<RouteStep> steps = steps(needs(50_000, 100, TOOLS), "seeing", "silent");

    assertThat(names(steps)).containsExactly("silent");
    assertThat(reasons(steps).getFirst())
        .isEqualTo(
            "the first that can take it ('seeing' has room for 32000 of 50100 tokens), as far as is"
                + " known: context-tokens, max-output-tokens, capabilities not stated");
  }

  @Test
  void asksAllInTheirOrderWhereNoneCan() {
    List<RouteStep> steps = steps(needs(10, 10, TOOLS, Capability.AUDIO), "small", "large");

    assertThat(names(steps)).containsExactly("small", "large");
    assertThat(reasons(steps))
        .containsExactly(
            "none can take the request: this one lacks tools, audio",
            "none can take the request: this one lacks audio");
  }

  @Test
  void isNotConfusedByAnAbsurdLength() {
    RouteNeeds absurd = needs(Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(names(steps(absurd, "large", "silent"))).containsExactly("silent");
  }

  @Test
  void looksIntoNestedStrategies() {
    RouteStrategy nested =
        new FirstCapable(
            List.of(
                new RouteStrategy.Failover(models("small", "seeing")), models("large").getFirst()));

    assertThat(names(steps(nested, needs(1, 1, IMAGES)))).containsExactly("seeing", "large");
  }

  private static List<RouteStep> steps(RouteNeeds needs, String... names) {
    return steps(new FirstCapable(models(names)), needs);
  }

  private static List<RouteStep> steps(RouteStrategy strategy, RouteNeeds needs) {
    return new RouteChooser(
            _ -> Optional.of(strategy),
            name -> Optional.ofNullable(TRAITS.get(name)).map(it -> new RouteTarget("p", name, it)),
            _ -> Optional.empty())
        .plan("it", Requests.request(1, needs), RouteHealth.UNKNOWN)
        .orElseThrow()
        .steps();
  }

  private static ModelTraits traits(long context, long output, Set<Capability> capabilities) {
    return new ModelTraits(
        OptionalLong.of(context), OptionalLong.of(output), Optional.of(capabilities));
  }
}
