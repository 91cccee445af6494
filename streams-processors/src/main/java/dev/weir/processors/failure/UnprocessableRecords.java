package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Events that a processor fails on: counted and kept in the dead letters. A failure of Kafka or of
 * a store is none of the event's: the thread ends, and the event is processed again.
 */
public final class UnprocessableRecords extends LogAndContinueProcessingExceptionHandler {

  private Map<String, ?> settings = Map.of();
  private @Nullable Counters counters;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    settings = configs;
    counters = DeadLetters.counters(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    if (exception instanceof KafkaException) {
      return Response.fail();
    }
    Optional<Runnable> kept = DeadLetters.keptElsewhere(settings, context.topic());
    if (kept.isPresent()) {
      kept.get().run();
      return Response.resume();
    }
    if (counters != null) {
      counters.deadLetter("process");
    }
    return super.handleError(context, record, exception);
  }
}
