package dev.weir.processors.audit;

import dev.weir.governance.audit.AuditChain;
import dev.weir.processors.event.Counters;
import dev.weir.processors.event.ExchangeEvent;
import dev.weir.processors.event.Recorded;
import dev.weir.processors.event.SeenIds;
import dev.weir.processors.event.Step;
import dev.weir.processors.store.UnsealedEnd;
import dev.weir.processors.store.UnsealedExchange;
import dev.weir.processors.store.UnsealedPrompt;
import dev.weir.schemas.event.AlertSource;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Collects the records of each exchange until it can be sealed. */
final class SealExchanges implements Step<String, ExchangeEvent> {

  /** OCSF: high. */
  private static final int GAP_SEVERITY = 4;

  private final ProcessorContext<String, SpecificRecordBase> context;
  private final ChainWriter chain;
  private final EventHeaders headers;
  private final SeenIds sealed;
  private final long patienceMillis;
  private final long memoryMillis;
  private final Counters counters;
  private final KeyValueStore<String, UnsealedExchange> unsealed;
  private final FrameHashes frames;

  SealExchanges(
      ProcessorContext<String, SpecificRecordBase> context,
      ChainWriter chain,
      EventHeaders headers,
      SeenIds sealed,
      Duration patience,
      Duration memory,
      Counters counters) {
    this.context = context;
    this.chain = chain;
    this.headers = headers;
    this.sealed = sealed;
    this.patienceMillis = patience.toMillis();
    this.memoryMillis = memory.toMillis();
    this.counters = counters;
    this.unsealed = context.getStateStore(AuditSealing.UNSEALED);
    this.frames = new FrameHashes(context.getStateStore(AuditSealing.FRAMES));
    var _ = context.schedule(patience.dividedBy(2), PunctuationType.WALL_CLOCK_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, ExchangeEvent> record) {
    String requestId = record.key();
    UnsealedExchange known = unsealed.get(requestId);
    if (known == null && sealed.contains(requestId)) {
      return;
    }
    UnsealedExchange.Builder exchange =
        known == null
            ? UnsealedExchange.newBuilder().setFirstSeenMillis(context.currentSystemTimeMs())
            : UnsealedExchange.newBuilder(known);
    switch (record.value()) {
      case ExchangeEvent.Asked(var prompt) -> exchange.setPrompt(prompt(prompt));
      case ExchangeEvent.Answered(var frame) -> answer(frame, exchange);
    }
    UnsealedExchange now = exchange.build();
    if (!sealIfWhole(requestId, now) && !now.equals(known)) {
      unsealed.put(requestId, now);
    }
  }

  private void answer(Recorded<ResponseFrame> recorded, UnsealedExchange.Builder exchange) {
    ResponseFrame frame = recorded.event();
    frames.put(frame.getRequestId(), frame.getIndex(), recorded.bytes());
    if (frame.getEnd() != null) {
      exchange.setEnd(end(frame, frame.getEnd()));
    }
  }

  private boolean sealIfWhole(String requestId, UnsealedExchange exchange) {
    UnsealedEnd end = exchange.getEnd();
    if (exchange.getPrompt() == null || end == null) {
      return false;
    }
    FrameHashes.Answer answer = frames.answer(requestId, end.getFrames());
    if (answer.frames() < end.getFrames()) {
      return false;
    }
    seal(requestId, exchange, end, answer);
    counters.sealed(true);
    return true;
  }

  private void seal(
      String requestId, UnsealedExchange exchange, UnsealedEnd end, FrameHashes.Answer answer) {
    chain.append(requestId, exchange.getPrompt(), end, answer);
    sealed.add(requestId);
    unsealed.delete(requestId);
    frames.delete(requestId);
  }

  /**
   * Seals what has ended and waited long enough, and forgets what has neither prompt nor end. What
   * has a prompt but no end is left to the closing of orphans, which gives it one.
   */
  private void sweep(long now) {
    List<KeyValue<String, UnsealedExchange>> due = new ArrayList<>();
    try (KeyValueIterator<String, UnsealedExchange> all = unsealed.all()) {
      while (all.hasNext()) {
        KeyValue<String, UnsealedExchange> entry = all.next();
        if (now - entry.value.getFirstSeenMillis() >= patienceMillis) {
          due.add(entry);
        }
      }
    }
    for (KeyValue<String, UnsealedExchange> entry : due) {
      UnsealedEnd end = entry.value.getEnd();
      if (end != null && now - end.getEndedAt().toEpochMilli() >= patienceMillis) {
        seal(entry.key, entry.value, end, frames.answer(entry.key, end.getFrames()));
        counters.sealed(false);
        tellGap(entry.key, entry.value, end);
      } else if (end == null
          && entry.value.getPrompt() == null
          && now - entry.value.getFirstSeenMillis() >= memoryMillis) {
        unsealed.delete(entry.key);
        frames.delete(entry.key);
      }
    }
  }

  /** What proves nothing against change must not look as if it did: somebody should know. */
  private void tellGap(String requestId, UnsealedExchange exchange, UnsealedEnd end) {
    Sighting sighting =
        Sighting.newBuilder()
            .setEventId("audit-gap/" + requestId)
            .setTime(end.getEndedAt())
            .setOrganisation(end.getOrganisation())
            .setTeam(end.getTeam())
            .setType("audit-gap")
            .setSubject(exchange.getPrompt() == null ? "prompt" : "answer")
            .setSeverityId(GAP_SEVERITY)
            .setTitle("An exchange was sealed without all of its records")
            .setDescription(
                "The %s of an exchange of team %s never came to the log; what there is was sealed"
                    .formatted(
                        exchange.getPrompt() == null ? "prompt" : "whole answer", end.getTeam()))
            .setRequestId(requestId)
            .build();
    context.forward(
        new Record<>(
            sighting.getTeam(),
            AlertSource.newBuilder().setSighting(sighting).build(),
            context.currentSystemTimeMs(),
            headers.of(Topic.SIGHTINGS, sighting.getEventId(), sighting.getTime())));
  }

  private static UnsealedPrompt prompt(Recorded<Prompt> recorded) {
    Prompt prompt = recorded.event();
    return UnsealedPrompt.newBuilder()
        .setHash(ByteBuffer.wrap(AuditChain.sha256().digest(recorded.bytes())))
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setKeyId(prompt.getKeyId())
        .setOperation(prompt.getMethod() + " " + prompt.getPath())
        .setModel(prompt.getRequestedModel())
        .setPolicyVersion(prompt.getPolicyVersion())
        .setReceivedAt(prompt.getReceivedAt())
        .build();
  }

  private static UnsealedEnd end(ResponseFrame frame, ExchangeEnd end) {
    return UnsealedEnd.newBuilder()
        .setFrames(frame.getIndex() + 1)
        .setOrganisation(frame.getOrganisation())
        .setTeam(frame.getTeam())
        .setOutcome(end.getOutcome().name())
        .setStatus(end.getStatus())
        .setCode(end.getCode())
        .setEndedAt(end.getEndedAt())
        .build();
  }
}
