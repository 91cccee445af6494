package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.quota.Learned;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;

/** The answer of a call on its way out: Weir's headers before it, its record beside it. */
final class Answering {

  private static final long UNKNOWN = -1;

  private final Gateway gateway;
  private final CallersEnd caller;
  private final Admitted admitted;
  private final ExchangeRecord record;
  private final RecordingMode recording;
  private final Learned.Estimates usual;

  /** Of the answer, as long as it is; writes of it follow one another. */
  private int recordableBytes;

  Answering(
      Gateway gateway,
      CallersEnd caller,
      Admitted admitted,
      ExchangeRecord record,
      RecordingMode recording) {
    this.gateway = gateway;
    this.caller = caller;
    this.admitted = admitted;
    this.record = record;
    this.recording = recording;
    this.usual = gateway.quota().learned().estimates(model(admitted));
    this.recordableBytes = admitted.ask().recordedBytesMax();
  }

  private static String model(Admitted admitted) {
    return admitted.legs().getFirst().route().model().name();
  }

  /**
   * Puts Weir's headers in front of a provider's answer.
   *
   * @param attempts how many were made
   * @param overheadNanos from the arrival of the request to its first call
   */
  void head(Route servedBy, int attempts, long overheadNanos, HttpFields.Mutable headers) {
    AnswerHeaders.servedBy(servedBy, headers);
    AnswerHeaders.attempts(attempts, headers);
    limit(headers);
    AnswerHeaders.overhead(overheadNanos, headers);
    gateway.metrics().overhead(overheadNanos);
  }

  private void limit(HttpFields.Mutable headers) {
    AnswerHeaders.limit(
        caller.surface().dialect(), admitted.binding(), caller.arrival().at(), headers);
  }

  /**
   * Records what goes out; false where it cannot be, and must.
   *
   * @param characters of text that came so far
   */
  boolean mayPass(int attempt, ByteBuffer bytes, long characters) {
    return record.relayed(
            recordable(bytes),
            attempt,
            caller.arrival().micros(System.nanoTime()),
            characters == 0 ? UNKNOWN : usual.output(TokenEstimate.ofText(characters)))
        || recording == RecordingMode.OPEN;
  }

  private ByteBuffer recordable(ByteBuffer bytes) {
    int part = Math.min(bytes.remaining(), recordableBytes);
    recordableBytes -= part;
    return part == bytes.remaining() ? bytes : bytes.slice(bytes.position(), part);
  }

  /** Answers by Weir itself, without a provider; {@code ended} hears how it went. */
  void estimate(ByteBuffer estimate, Consumer<Ending> ended) {
    caller.deadline().set(Wait.CALLER, gateway.self().limits().writeWithin(), System.nanoTime());
    HttpFields.Mutable headers = caller.reply().headers();
    AnswerHeaders.estimated(true, headers);
    limit(headers);
    caller
        .reply()
        .finish(
            200,
            Errors.JSON,
            estimate,
            wentOut ->
                ended.accept(
                    wentOut
                        ? new Ending(Outcome.COMPLETED, 200, "", false, AnswerFacts.NOTHING)
                        : new Ending(
                            Outcome.CANCELLED, 200, "client_closed", false, AnswerFacts.NOTHING)));
  }
}
