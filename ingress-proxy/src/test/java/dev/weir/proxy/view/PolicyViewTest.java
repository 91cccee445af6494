package dev.weir.proxy.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.PolicyDocument;
import dev.weir.schemas.event.PolicyEntry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolicyViewTest {

  private static final String POLICY =
      """
      organisation: acme
      providers:
        echo: {builtin: echo}
      models:
        small: {provider: echo}
      teams:
        search: {}
      """;

  private final PolicyView view = new PolicyView();

  @Test
  void keepsThePolicyBeforeAndSaysSoWhereANewOneDoesNotParse() {
    publish(1, POLICY);
    publish(2, POLICY.replace("teams:", "temas:"));

    assertThat(view.current().orElseThrow().version()).isEqualTo(1);
    assertThat(view.refusedVersion()).isEqualTo(2);
    assertThat(view.warning())
        .hasValue("policy version 2 has 2 problem(s) and is ignored; version 1 stays in force");
  }

  @Test
  void keepsThePolicyBeforeAndSaysSoWhereARecordCannotBeRead() {
    publish(1, POLICY);
    view.leftOut("version/0000000002/abc");
    view.leftOut("key/abc");

    assertThat(view.current().orElseThrow().version()).isEqualTo(1);
    assertThat(view.warning())
        .hasValue("policy version 2 cannot be read and is ignored; version 1 stays in force");
  }

  @Test
  void forgetsTheWarningWhenTheNextVersionGoverns() {
    publish(1, POLICY);
    publish(2, "");
    publish(3, POLICY);

    assertThat(view.current().orElseThrow().version()).isEqualTo(3);
    assertThat(view.refusedVersion()).isZero();
    assertThat(view.warning()).isEmpty();
  }

  @Test
  void takesTheFirstOfTwoThatWerePublishedAtOnce() {
    publish(1, POLICY);
    publish(1, POLICY.replace("acme", "late"));

    assertThat(view.current().orElseThrow().policy().organisation()).isEqualTo("acme");
  }

  private void publish(long version, String text) {
    view.replay(
        "version/%010d/x".formatted(version),
        new PolicyEntry(new PolicyDocument(version, text, Instant.EPOCH, "jo", "", "")));
  }
}
