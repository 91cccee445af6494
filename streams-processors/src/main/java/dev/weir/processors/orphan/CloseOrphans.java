package dev.weir.processors.orphan;

import dev.weir.processors.event.Counters;
import dev.weir.processors.event.ProxyStart;
import dev.weir.processors.event.Step;
import dev.weir.processors.progress.Reading;
import dev.weir.processors.store.OpenExchange;
import dev.weir.processors.store.OpenPrompt;
import dev.weir.schemas.event.Chunk;
import dev.weir.schemas.event.ExchangeProgress;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.header.EventHeaders;
import dev.weir.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Watches open exchanges and closes those that fell silent, and says whose are still open.
 *
 * <p>An exchange is silent from when its newest record was processed until when the log is known to
 * have been read: what stands in the log unread, here or where another task is to pass it on, is no
 * silence. It is told up to when all is closed only after a sweep that has left nothing.
 */
final class CloseOrphans implements Step<String, Sign> {

  private static final Duration SWEEP_MAX = Duration.ofSeconds(10);

  /** Frames or usage without a prompt are forgotten after this many times the silence. */
  static final int STRAY_FACTOR = 4;

  /**
   * How many exchanges one sweep closes or forgets. That is one transaction, which must end long
   * before the ten seconds after which it is rolled back: where its process is killed, it hides for
   * as long what others wrote behind it.
   */
  static final int SWEEP_LIMIT = 2_000;

  private final ProcessorContext<String, SpecificRecordBase> context;
  private final long orphanAfterMillis;
  private final Closing closing;
  private final EventHeaders headers;
  private final Counters counters;
  private final Supplier<Reading> reading;
  private final KeyValueStore<String, OpenExchange> open;
  private long toldUpToMillis;

  CloseOrphans(
      ProcessorContext<String, SpecificRecordBase> context,
      Duration orphanAfter,
      Closing closing,
      EventHeaders headers,
      Counters counters,
      Supplier<Reading> reading) {
    this.context = context;
    this.orphanAfterMillis = orphanAfter.toMillis();
    this.closing = closing;
    this.headers = headers;
    this.counters = counters;
    this.open = context.getStateStore(OrphanClosing.OPEN);
    this.reading = reading;
    Duration often = orphanAfter.dividedBy(4);
    var _ =
        context.schedule(
            often.compareTo(SWEEP_MAX) < 0 ? often : SWEEP_MAX,
            PunctuationType.WALL_CLOCK_TIME,
            this::sweep);
  }

  @Override
  public void process(Record<String, Sign> record) {
    long now = context.currentSystemTimeMs();
    OpenExchange known = open.get(record.key());
    OpenExchange.Builder exchange =
        OpenExchange.newBuilder(known == null ? unknown(now) : known).setActiveMillis(now);
    switch (record.value()) {
      case Sign.Asked(var prompt) -> exchange.setPrompt(facts(prompt));
      case Sign.Answered(var frame) -> answered(frame, exchange);
      case Sign.Charged(int attempt, boolean last) ->
          exchange
              .setUsageAttempt(Math.max(attempt, exchange.getUsageAttempt()))
              .setCharged(last || exchange.getCharged());
    }
    OpenExchange next = exchange.build();
    if (next.getPrompt() != null && next.getCharged() && !next.getOutcome().isEmpty()) {
      open.delete(record.key());
    } else {
      open.put(record.key(), next);
    }
  }

  /** Built, since a builder alone has no defaults to be read. */
  private static OpenExchange unknown(long now) {
    return OpenExchange.newBuilder().setActiveMillis(now).build();
  }

  /** A frame that comes again has an index that was passed already. */
  private static void answered(ResponseFrame frame, OpenExchange.Builder exchange) {
    if (frame.getIndex() >= exchange.getFrames()) {
      exchange
          .setFrames(frame.getIndex() + 1)
          .setAnswerBytes(
              exchange.getAnswerBytes()
                  + frame.getChunks().stream().mapToLong(Chunk::getLength).sum());
      if (frame.getAnswerTokens() != null) {
        exchange.setAnswerTokens(frame.getAnswerTokens());
      }
    }
    exchange.setAttempt(Math.max(frame.getAttempt(), exchange.getAttempt()));
    if (frame.getEnd() != null && exchange.getOutcome().isEmpty()) {
      exchange.setOutcome(frame.getEnd().getOutcome().name()).setStatus(frame.getEnd().getStatus());
    }
  }

  private void sweep(long now) {
    long readUpTo = Math.min(reading.get().upToMillis(), now);
    if (readUpTo <= toldUpToMillis) {
      return;
    }
    List<KeyValue<String, OpenExchange>> due = new ArrayList<>();
    Set<String> openStarts = new TreeSet<>();
    boolean nothingLeft;
    try (KeyValueIterator<String, OpenExchange> all = open.all()) {
      while (all.hasNext() && due.size() < SWEEP_LIMIT) {
        KeyValue<String, OpenExchange> entry = all.next();
        if (isDue(entry.value, readUpTo)) {
          due.add(entry);
        } else if (isToBeCharged(entry.value)) {
          openStarts.add(entry.value.getPrompt().getStart());
        }
      }
      nothingLeft = !all.hasNext();
    }
    for (KeyValue<String, OpenExchange> entry : due) {
      if (isToBeClosed(entry.value)) {
        close(entry.key, entry.value, now);
      } else {
        open.delete(entry.key);
      }
    }
    if (nothingLeft) {
      tell(readUpTo, openStarts, now);
    }
  }

  /** Whether it was silent long enough to be closed, or forgotten where nothing is to be closed. */
  private boolean isDue(OpenExchange exchange, long readUpTo) {
    long limit = isToBeClosed(exchange) ? orphanAfterMillis : STRAY_FACTOR * orphanAfterMillis;
    return readUpTo - exchange.getActiveMillis() >= limit;
  }

  private static boolean isToBeClosed(OpenExchange exchange) {
    return exchange.getPrompt() != null && !exchange.getClosing();
  }

  private static boolean isToBeCharged(OpenExchange exchange) {
    return isToBeClosed(exchange) && !exchange.getCharged();
  }

  private void tell(long readUpTo, Set<String> openStarts, long now) {
    int partition = context.taskId().partition();
    Instant upTo = Instant.ofEpochMilli(readUpTo);
    var progress = new ExchangeProgress(partition, upTo, List.copyOf(openStarts));
    String key = Integer.toString(partition);
    write(Topic.EXCHANGE_PROGRESS, key, progress, key + '/' + readUpTo, now);
    toldUpToMillis = readUpTo;
  }

  private void close(String requestId, OpenExchange exchange, long now) {
    OpenPrompt prompt = exchange.getPrompt();
    Instant lastSign = Instant.ofEpochMilli(exchange.getActiveMillis());
    if (!exchange.getCharged()) {
      Usage usage = closing.usage(requestId, prompt, exchange, lastSign);
      write(Topic.TOKEN_COUNTS, usage.getTeam(), usage, usage.getEventId(), now);
    }
    if (exchange.getOutcome().isEmpty()) {
      ResponseFrame end = closing.end(requestId, prompt, exchange, lastSign);
      write(Topic.RESPONSE_CHUNKS, requestId, end, end.getEventId(), now);
    }
    counters.orphan();
    open.put(requestId, OpenExchange.newBuilder(exchange).setClosing(true).build());
  }

  private void write(
      Topic topic, String key, SpecificRecordBase closing, String eventId, long now) {
    context.forward(
        new Record<>(key, closing, now, headers.of(topic, eventId, Instant.ofEpochMilli(now))));
  }

  private static OpenPrompt facts(Prompt prompt) {
    return OpenPrompt.newBuilder()
        .setOrganisation(prompt.getOrganisation())
        .setTeam(prompt.getTeam())
        .setProject(prompt.getProject())
        .setUser(prompt.getUser())
        .setKeyId(prompt.getKeyId())
        .setRequestedModel(prompt.getRequestedModel())
        .setPolicyVersion(prompt.getPolicyVersion())
        .setPromptBytes(prompt.getContent().getLength())
        .setStream(prompt.getStream())
        .setReceivedAt(prompt.getReceivedAt())
        .setInputTokens(prompt.getInputTokens())
        .setStart(new ProxyStart(prompt.getProxyId(), prompt.getProxyEpoch()).text())
        .build();
  }
}
