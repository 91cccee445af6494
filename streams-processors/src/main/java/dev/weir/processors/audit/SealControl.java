package dev.weir.processors.audit;

import dev.weir.governance.audit.AuditChain;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.Step;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.StatementClosing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Seals what operators did: operations of the control plane that no key and no model had a part in.
 * The prompt hash of an entry is that of the operator's record; it is empty where an order was
 * taken back, which has no bytes.
 */
final class SealControl implements Step<String, ControlAct> {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** The answer of an HTTP server would be 409: the statement is closed already. */
  private static final int CONFLICT = 409;

  private final ProcessorContext<String, AuditEntry> context;
  private final ChainWriter chain;
  private final KeyValueStore<String, String> closed;

  SealControl(ProcessorContext<String, AuditEntry> context, ChainWriter chain) {
    this.context = context;
    this.chain = chain;
    this.closed = context.getStateStore(ControlSealing.CLOSED);
  }

  @Override
  public void process(Record<String, ControlAct> record) {
    switch (record.value()) {
      case ControlAct.Ordered ordered -> seal(record.key(), ordered.order());
      case ControlAct.TakenBack _ ->
          write(
              place(),
              Instant.ofEpochMilli(record.timestamp()),
              entry().setOperation("resume " + record.key()));
      case ControlAct.Closed closing -> seal(closing.closing());
      case ControlAct.Forgotten _ -> {}
    }
  }

  private void seal(String scope, Recorded<ControlOrder> recorded) {
    ControlOrder order = recorded.event();
    String action = order.getAction().name().toLowerCase(Locale.ROOT);
    write(
        place(),
        order.getOrderedAt(),
        entry().setOperation(action + ' ' + scope).setPromptHash(hash(recorded.bytes())));
  }

  private void seal(Recorded<StatementClosing> recorded) {
    StatementClosing closing = recorded.event();
    AuditEntry.Builder entry =
        entry()
            .setOrganisation(closing.getOrganisation())
            .setOperation("statement close " + closing.getMonth())
            .setPolicyVersion(closing.getPolicyVersion())
            .setPromptHash(hash(recorded.bytes()));
    if (!take(closing)) {
      entry.setOutcome(Outcome.REFUSED).setStatus(CONFLICT).setCode("statement_closed");
    }
    write(closing.getClosingId(), closing.getClosedAt(), entry);
  }

  /** Whether none of its statements was closed before: the first closing counts, the other not. */
  private boolean take(StatementClosing closing) {
    List<String> statements =
        closing.getStatements().stream()
            .map(
                seal -> closing.getOrganisation() + '|' + closing.getMonth() + '|' + seal.getTeam())
            .toList();
    for (String statement : statements) {
      String by = closed.get(statement);
      if (by != null && !by.equals(closing.getClosingId())) {
        return false;
      }
    }
    statements.forEach(statement -> closed.put(statement, closing.getClosingId()));
    return true;
  }

  private AuditEntry.Builder entry() {
    return chain
        .next()
        .setOrganisation("")
        .setTeam("")
        .setKeyId("")
        .setModel("")
        .setOutcome(Outcome.COMPLETED)
        .setStatus(0)
        .setCode("")
        .setPolicyVersion(0)
        .setPromptHash(NOTHING)
        .setResponseHash(NOTHING)
        .setFrames(0);
  }

  private void write(String id, Instant at, AuditEntry.Builder entry) {
    chain.write(entry.setRequestId(id).setTime(at).setEndedAt(at), id + "/audit");
  }

  /** Orders have no id of their own; where one stands in the log is one. */
  private String place() {
    RecordMetadata at = context.recordMetadata().orElseThrow();
    return at.topic() + '/' + at.partition() + '/' + at.offset();
  }

  private static ByteBuffer hash(byte[] bytes) {
    return ByteBuffer.wrap(AuditChain.sha256().digest(bytes));
  }
}
