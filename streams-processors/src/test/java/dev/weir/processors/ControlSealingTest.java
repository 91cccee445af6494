package dev.weir.processors;

import static dev.weir.processors.Harness.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.governance.audit.AuditChain;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ControlAction;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlSealingTest extends LogCase {

  @Test
  void sealsStopsResumesAndClosingsInOneChainApartFromTheExchanges() {
    ControlOrder stop = new ControlOrder(ControlAction.STOP, "runaway", NOON, "jo", null, null);
    StatementClosing closing = closing("c1", "search");
    log.write(Topic.CONTROL, "team/search", stop);
    log.write(Topic.PROMPTS, "r1", Samples.prompt("r1", "{}", NOON));
    log.write(Topic.RESPONSE_CHUNKS, "r1", Samples.lastFrame("r1", 0, Outcome.COMPLETED, NOON));
    log.write(Topic.STATEMENTS, "2026-10/c1", closing);
    log.writeBytes(Topic.CONTROL, "team/search", null);
    log.writeBytes(Topic.STATEMENTS, "2026-10/c1", null);

    List<AuditEntry> chain = control();
    assertThat(chain)
        .extracting(AuditEntry::getOperation)
        .containsExactly("stop team/search", "statement close 2026-10", "resume team/search");
    assertThat(AuditChain.verify(chain))
        .isEqualTo(new AuditChain.Verdict.Whole(3, chain.getLast().getLeafHash()));
    assertThat(chain.get(0).getPromptHash()).isEqualTo(hash(log.bytes(Topic.CONTROL, stop)));
    assertThat(chain.get(1).getPromptHash()).isEqualTo(hash(log.bytes(Topic.STATEMENTS, closing)));
    assertThat(chain.get(1).getRequestId()).isEqualTo("c1");
    assertThat(chain.get(1).getPolicyVersion()).isEqualTo(3);
    assertThat(chain.get(2).getPromptHash().remaining()).isZero();
  }

  @Test
  void saysWhichClosingWasPassedOver() {
    log.write(Topic.STATEMENTS, "2026-10/c1", closing("c1", "search", "support"));
    log.write(Topic.STATEMENTS, "2026-10/c2", closing("c2", "finance", "support"));
    log.write(Topic.STATEMENTS, "2026-10/c3", closing("c3", "finance"));
    log.write(Topic.STATEMENTS, "2026-10/c3", closing("c3", "finance"));

    assertThat(control())
        .extracting(AuditEntry::getRequestId, AuditEntry::getOutcome, AuditEntry::getCode)
        .containsExactly(
            tuple("c1", Outcome.COMPLETED, ""),
            tuple("c2", Outcome.REFUSED, "statement_closed"),
            tuple("c3", Outcome.COMPLETED, ""),
            tuple("c3", Outcome.COMPLETED, ""));
  }

  private List<AuditEntry> control() {
    return log.<AuditEntry>values(Topic.AUDIT).stream()
        .filter(entry -> entry.getChain().equals("control"))
        .toList();
  }

  private static StatementClosing closing(String id, String... teams) {
    return StatementClosing.newBuilder()
        .setClosingId(id)
        .setOrganisation("acme")
        .setMonth("2026-10")
        .setClosedAt(NOON)
        .setClosedBy("jo")
        .setPolicyVersion(3)
        .setOffsets(List.of(7L))
        .setStatements(Arrays.stream(teams).map(ControlSealingTest::statement).toList())
        .build();
  }

  private static StatementSeal statement(String team) {
    return StatementSeal.newBuilder()
        .setTeam(team)
        .setTotals(List.of())
        .setRows(1)
        .setUnpricedTokens(0)
        .setBytes(1)
        .setSha256(ByteBuffer.allocate(32))
        .build();
  }

  private static ByteBuffer hash(byte[] bytes) {
    return ByteBuffer.wrap(AuditChain.sha256().digest(bytes));
  }
}
