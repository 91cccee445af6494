package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeDone;
import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.RealtimeReader;
import dev.weir.dialects.realtime.RealtimeText;
import dev.weir.governance.policy.Provider.Timeouts;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.socket.TextMessage;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the provider of a Realtime session says, on its way to the caller: recorded before, with the
 * response that it belongs to, else as a remark. One message is on its way at a time.
 */
final class ProviderMessages {

  private static final String DONE = "response.done";
  private static final String ERROR = "error";

  private final RealtimeSession session;
  private final AdmitStage admit;
  private final SessionResponses responses;
  private final HeardContext context;
  private final Remarks remarks;

  /** When the provider was last asked for a message that has not come; 0 while it waits itself. */
  private volatile long awaitedSince;

  ProviderMessages(
      RealtimeSession session,
      AdmitStage admit,
      SessionResponses responses,
      HeardContext context,
      Remarks remarks) {
    this.session = session;
    this.admit = admit;
    this.responses = responses;
    this.context = context;
    this.remarks = remarks;
  }

  /** The provider is asked for its next message. */
  void await() {
    awaitedSince = System.nanoTime();
  }

  /** A message came; it is taken with {@link #take}. */
  void arrived() {
    awaitedSince = 0;
  }

  void take(TextMessage message) {
    Optional<RealtimeEvent> read = RealtimeReader.read(message.bytes(), message.length());
    if (read.isEmpty()) {
      message.release();
      session.fail(new Refusal.UpstreamInvalid(session.providerId()), Outcome.UPSTREAM_FAILED);
      return;
    }
    RealtimeEvent event = read.get();
    context.follow(event);
    String id = event.responseId();
    if (id.isEmpty() || responses.isFinished(id)) {
      take(event, message, Optional.empty());
      return;
    }
    Optional<SocketExchange> known = responses.named(id);
    if (known.isPresent()) {
      take(event, message, known);
    } else {
      begunByProvider(id, begun -> session.contained(() -> take(event, message, begun)));
    }
  }

  private void take(RealtimeEvent event, TextMessage message, Optional<SocketExchange> response) {
    if (session.isOver() || !isRecorded(event, response, message)) {
      message.release();
      session.fail(new Refusal.CannotRecord(), Outcome.CUT);
      return;
    }
    // Before it is sent: a caller that has seen the end of a response may ask for the next one.
    if (event.is(DONE) && response.isPresent()) {
      finish(response.get(), event, message);
    } else if (event.is(ERROR) && !event.causeId().isEmpty()) {
      responses.takeAsked(event.causeId()).ifPresent(SocketExchange::rejected);
    }
    session.pass(message, next -> readOn(response, event.responseId(), next));
  }

  private void readOn(Optional<SocketExchange> response, String id, Runnable next) {
    if (response.isEmpty()) {
      next.run();
      return;
    }
    response
        .get()
        .readOn(
            next,
            refusal -> {
              session.tellProvider(ByteBuffer.wrap(RealtimeText.cancel(id)));
              session.warn(refusal);
            },
            refusal -> session.fail(refusal, Outcome.CUT));
  }

  private void finish(SocketExchange response, RealtimeEvent event, TextMessage message) {
    RealtimeDone done = RealtimeDone.of(message.bytes(), message.length());
    done.counts().ifPresent(counts -> context.are(counts.total()));
    var _ = responses.finish(event.responseId());
    response.done(done);
  }

  /**
   * One begins where the provider answers unasked: it heard the caller pause. What a spent budget
   * cannot prevent any more, it ends.
   */
  private void begunByProvider(String id, Consumer<Optional<SocketExchange>> then) {
    SocketExchange exchange = session.exchange(Kind.RESPONSE);
    exchange.called();
    byte[] heard = RealtimeText.heard(context.takeHeardCharacters());
    exchange.begin(
        admit,
        heard,
        context.tokens(),
        EventLog.Told.NOBODY,
        refusal -> {
          if (refusal.isPresent()) {
            session.tellProvider(ByteBuffer.wrap(RealtimeText.cancel(id)));
            session.fail(refusal.get(), Outcome.CUT);
            then.accept(Optional.empty());
          } else {
            responses.name(id, exchange);
            session.settleWhatCameTooLate();
            then.accept(Optional.of(exchange));
          }
        });
  }

  private boolean isRecorded(
      RealtimeEvent event, Optional<SocketExchange> response, TextMessage message) {
    byte[] line = event.withoutAudio(message.bytes(), message.length());
    byte[] recorded = Arrays.copyOf(line, line.length + 1);
    recorded[line.length] = '\n';
    Optional<SocketExchange> exchange = response.or(responses::newest);
    return exchange.isPresent()
        ? exchange.get().mayPass(event, context.spoken(), recorded)
        : remarks.add(admit, event, context.spoken(), recorded);
  }

  /** Whether the provider owes something and says nothing. */
  boolean areLate(Timeouts timeouts, long nowNanos) {
    if (responses.areNone()) {
      return false;
    }
    boolean answering = responses.all().stream().anyMatch(SocketExchange::hasBegunToAnswer);
    Duration limit = answering ? timeouts.idle() : timeouts.firstByte();
    long waits = awaitedSince;
    long asked =
        responses.all().stream().mapToLong(SocketExchange::calledNanos).min().orElse(nowNanos);
    // A session may be quiet for long before something is asked of the provider.
    long since = waits == 0 || waits - asked > 0 ? waits : asked;
    return since != 0 && nowNanos - since > limit.toNanos();
  }
}
