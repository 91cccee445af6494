package dev.weir.processors.audit;

import dev.weir.governance.audit.AuditChain;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.store.ChainHead;
import dev.weir.processors.store.UnsealedEnd;
import dev.weir.processors.store.UnsealedPrompt;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Appends entries to the chain of the task's partition. */
final class ChainWriter {

  private static final String HEAD = "head";

  private final ProcessorContext<String, AuditEntry> context;
  private final EventHeaders headers;
  private final KeyValueStore<String, ChainHead> heads;
  private final String chain;

  ChainWriter(ProcessorContext<String, AuditEntry> context, EventHeaders headers) {
    this.context = context;
    this.headers = headers;
    this.heads = context.getStateStore(AuditSealing.CHAIN);
    this.chain = Integer.toString(context.taskId().partition());
  }

  /** Seals and writes the entry of one exchange. */
  void append(
      String requestId,
      @Nullable UnsealedPrompt prompt,
      UnsealedEnd end,
      FrameHashes.Answer answer) {
    AuditEntry.Builder entry =
        next()
            .setRequestId(requestId)
            .setOutcome(Outcome.valueOf(end.getOutcome()))
            .setStatus(end.getStatus())
            .setCode(end.getCode())
            .setResponseHash(answer.hash())
            .setFrames(answer.frames())
            .setEndedAt(end.getEndedAt());
    write(asked(entry, prompt, end), requestId + "/audit");
  }

  /**
   * Seals and writes the entry of a closing of statements: an operation of the control plane that
   * no key and no model had a part in. Its prompt hash is that of the closing's record.
   */
  void append(Recorded<StatementClosing> recorded) {
    StatementClosing closing = recorded.event();
    AuditEntry.Builder entry =
        next()
            .setRequestId(closing.getClosingId())
            .setTime(closing.getClosedAt())
            .setOrganisation(closing.getOrganisation())
            .setTeam("")
            .setKeyId("")
            .setOperation("statement close " + closing.getMonth())
            .setModel("")
            .setOutcome(Outcome.COMPLETED)
            .setStatus(0)
            .setCode("")
            .setPolicyVersion(closing.getPolicyVersion())
            .setPromptHash(ByteBuffer.wrap(AuditChain.sha256().digest(recorded.bytes())))
            .setResponseHash(ByteBuffer.allocate(0))
            .setFrames(0)
            .setEndedAt(closing.getClosedAt());
    write(entry, closing.getClosingId() + "/audit");
  }

  private AuditEntry.Builder next() {
    ChainHead stored = heads.get(HEAD);
    ChainHead head = stored == null ? new ChainHead(0L, AuditChain.beginning()) : stored;
    return AuditEntry.newBuilder()
        .setChain(chain)
        .setIndex(head.getNextIndex())
        .setPreviousHash(head.getLastHash())
        .setLeafHash(ByteBuffer.allocate(0));
  }

  private void write(AuditEntry.Builder entry, String eventId) {
    AuditEntry sealed = AuditChain.seal(entry.build());
    heads.put(HEAD, new ChainHead(sealed.getIndex() + 1, sealed.getLeafHash()));
    context.forward(
        new Record<>(
            chain,
            sealed,
            context.currentSystemTimeMs(),
            headers.of(Topic.AUDIT, eventId, sealed.getEndedAt())));
  }

  /** A prompt that was lost (recording OPEN allows it) leaves its fields empty. */
  private static AuditEntry.Builder asked(
      AuditEntry.Builder entry, @Nullable UnsealedPrompt prompt, UnsealedEnd end) {
    if (prompt == null) {
      return entry
          .setTime(end.getEndedAt())
          .setOrganisation(end.getOrganisation())
          .setTeam(end.getTeam())
          .setKeyId("")
          .setOperation("")
          .setModel("")
          .setPolicyVersion(0)
          .setPromptHash(ByteBuffer.allocate(0));
    }
    return entry
        .setTime(prompt.getReceivedAt())
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setKeyId(prompt.getKeyId())
        .setOperation(prompt.getOperation())
        .setModel(prompt.getModel())
        .setPolicyVersion(prompt.getPolicyVersion())
        .setPromptHash(prompt.getHash());
  }
}
