package dev.weir.processors.audit;

import dev.weir.governance.audit.AuditChain;
import dev.weir.processors.store.ChainHead;
import dev.weir.processors.store.UnsealedEnd;
import dev.weir.processors.store.UnsealedPrompt;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Appends entries to a chain. */
final class ChainWriter {

  private static final String HEAD = "head";

  private final ProcessorContext<String, ? super AuditEntry> context;
  private final EventHeaders headers;
  private final KeyValueStore<String, ChainHead> heads;
  private final String chain;

  private ChainWriter(
      ProcessorContext<String, ? super AuditEntry> context,
      EventHeaders headers,
      String store,
      String chain) {
    this.context = context;
    this.headers = headers;
    this.heads = context.getStateStore(store);
    this.chain = chain;
  }

  /** Writes the chain of the exchanges in the task's partition. */
  static ChainWriter ofExchanges(
      ProcessorContext<String, ? super AuditEntry> context, EventHeaders headers) {
    return new ChainWriter(
        context, headers, AuditSealing.CHAIN, Integer.toString(context.taskId().partition()));
  }

  /** Writes the one chain of what operators did. */
  static ChainWriter ofControl(ProcessorContext<String, AuditEntry> context, EventHeaders headers) {
    return new ChainWriter(context, headers, ControlSealing.CHAIN, ControlSealing.NAME);
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

  /** The next entry, still without what it tells. */
  AuditEntry.Builder next() {
    ChainHead stored = heads.get(HEAD);
    ChainHead head = stored == null ? new ChainHead(0L, AuditChain.beginning()) : stored;
    return AuditEntry.newBuilder()
        .setChain(chain)
        .setIndex(head.getNextIndex())
        .setPreviousHash(head.getLastHash())
        .setLeafHash(ByteBuffer.allocate(0));
  }

  /** Seals and writes what {@link #next} began. */
  void write(AuditEntry.Builder entry, String eventId) {
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
