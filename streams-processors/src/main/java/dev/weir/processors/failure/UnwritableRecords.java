package dev.weir.processors.failure;

import dev.weir.processors.event.Counters;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Results that cannot be written: what is too large or does not serialize is counted, and the event
 * that it came from is kept in the dead letters. Anything else ends the thread, so that the event
 * is processed again.
 */
public final class UnwritableRecords extends DefaultProductionExceptionHandler {

  private @Nullable Counters counters;

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    counters = DeadLetters.counters(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    Response response = super.handleError(context, record, exception);
    return exception instanceof RecordTooLargeException ? passOver(response) : response;
  }

  // Kafka's own signature: the record did not serialize, so its types are not known.
  @SuppressWarnings("rawtypes")
  @Override
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    return passOver(super.handleSerializationError(context, record, exception, origin));
  }

  private Response passOver(Response response) {
    if (counters != null) {
      counters.deadLetter("write");
    }
    return Response.resume(response.deadLetterQueueRecords());
  }
}
