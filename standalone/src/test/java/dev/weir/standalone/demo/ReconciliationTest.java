package dev.weir.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

  private static final Told STRANGER =
      new Told(Ask.stranger(), "r1", 401, "invalid_api_key", "", 0, 0);
  private static final Told STOPPED =
      new Told(
          Ask.plain(Script.LIMITED_TEAM, "echo-small", "more"),
          "r2",
          429,
          "quota_exceeded",
          "",
          0,
          0);

  private final Recorded recorded = new Recorded();

  @Test
  void namesWhatIsMissing() {
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));

    assertThat(differing(STRANGER, STOPPED))
        .containsExactly(
            "prompts sent = prompts recorded",
            "prompts = ends of exchanges",
            "prompts = final usage records",
            "prompts = audit entries",
            "requests sent = admission decisions");
  }

  @Test
  void countsARepeatedEventOnce() {
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));
    recorded.add(Topic.ADMISSIONS, "", admission("r1"));

    assertThat(differing(STRANGER)).containsExactly("the team without budget is stopped");
  }

  @Test
  void tellsTheSameNumberOfOthersApart() {
    recorded.add(Topic.ADMISSIONS, "", admission("r9"));

    assertThat(Reconciliation.of(List.of(STRANGER), recorded))
        .contains(
            new Reconciliation.Line("requests sent = admission decisions", "1", "1, but others"));
  }

  @Test
  void noticesPersonalDataInARecord() {
    recorded.addLeak();

    assertThat(differing()).contains("records that show personal data");
  }

  private List<String> differing(Told... told) {
    return Stream.of(Reconciliation.of(List.of(told), recorded))
        .flatMap(List::stream)
        .filter(line -> !line.agrees())
        .map(Reconciliation.Line::what)
        .toList();
  }

  private static Admission admission(String requestId) {
    return Admission.newBuilder()
        .setEventId(requestId + "/admission")
        .setRequestId(requestId)
        .setOrganisation("acme")
        .setTeam("")
        .setKeyId("")
        .setProxyId("proxy-1")
        .setProxyEpoch(1)
        .setDecidedAt(Instant.EPOCH)
        .setDecision(Decision.REFUSED)
        .setStatus(401)
        .setRequestedModel("")
        .setReservedTokens(0)
        .setPolicyVersion(1)
        .setLimits(List.of())
        .build();
  }
}
