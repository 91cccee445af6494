package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.RealtimeReader;
import dev.weir.dialects.realtime.RealtimeText;
import dev.weir.dialects.usage.TokenEstimate;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.exchange.SocketExchange.Kind;
import dev.weir.proxy.record.EventLog;
import dev.weir.proxy.socket.TextMessage;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a Realtime session says, on its way to the provider: recorded before, and
 * admitted where it asks for a response. One message is on its way at a time.
 */
final class CallerMessages {

  private static final String CREATE = "response.create";
  private static final String APPEND = "input_audio_buffer.append";

  private final RealtimeSession session;
  private final Gateway gateway;
  private final AdmitStage admit;
  private final SessionResponses responses;
  private final HeardContext context;

  /** The message that waits for the log, under strict recording. */
  private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();

  CallerMessages(
      RealtimeSession session,
      Gateway gateway,
      AdmitStage admit,
      SessionResponses responses,
      HeardContext context) {
    this.session = session;
    this.gateway = gateway;
    this.admit = admit;
    this.responses = responses;
    this.context = context;
  }

  /** A message, its exchange, and what is done when that is recorded. */
  private record Waiting(
      SocketExchange exchange, TextMessage message, Runnable goOn, AtomicLong begunNanos) {

    static Waiting of(SocketExchange exchange, TextMessage message, Runnable goOn) {
      return new Waiting(exchange, message, goOn, new AtomicLong());
    }

    /** Whether it waits for nothing but the log; an exchange that waits for credit does not. */
    boolean isBegun() {
      return begunNanos.get() != 0;
    }
  }

  void take(TextMessage message) {
    Optional<RealtimeEvent> read = RealtimeReader.read(message.bytes(), message.length());
    if (read.isEmpty()) {
      refuse(
          message,
          new Refusal.InvalidRequest(
              "A message here is a JSON object with a \"type\", such as \"response.create\"."),
          "");
      return;
    }
    RealtimeEvent event = read.get();
    if (event.is(CREATE)) {
      create(event, message);
    } else if (event.is(APPEND)) {
      append(event, message);
    } else {
      remark(event, message);
    }
  }

  private void refuse(TextMessage message, Refusal refusal, String causeId) {
    message.release();
    session.refuse(refusal, causeId);
  }

  /** Audio is recorded by its size, with the response that answers it. */
  private void append(RealtimeEvent event, TextMessage message) {
    if (session.isStrict()) {
      refuse(
          message,
          new Refusal.NotAllowed(
              "Team '"
                  + session.team()
                  + "' records strictly, and audio is not recorded; send text, or record with"
                  + " 'spool'."),
          event.eventId());
      return;
    }
    context.hears(event.audioCharacters());
    session.forward(message.view(), message);
  }

  private void remark(RealtimeEvent event, TextMessage message) {
    byte[] recorded = event.withoutAudio(message.bytes(), message.length());
    context.add(
        TokenEstimate.ofRequest(recorded.length) + context.heardTokens(event.audioCharacters()));
    SocketExchange remark = session.exchange(Kind.REMARK);
    Runnable goOn =
        () -> {
          remark.completed(200);
          session.forward(message.view(), message);
        };
    begin(recorded, event.eventId(), Waiting.of(remark, message, goOn));
  }

  private void create(RealtimeEvent event, TextMessage message) {
    if (!session.isWelcome()) {
      message.release();
      session.leaveUnwelcome();
      return;
    }
    if (responses.areTooMany()) {
      refuse(message, new Refusal.Busy(Duration.ofSeconds(1)), event.eventId());
      return;
    }
    SocketExchange exchange = session.exchange(Kind.RESPONSE);
    boolean named = !event.eventId().isEmpty();
    String name = named ? event.eventId() : "weir_" + exchange.requestId();
    ByteBuffer sent =
        named
            ? message.view()
            : ByteBuffer.wrap(RealtimeText.named(message.bytes(), message.length(), name));
    Runnable goOn =
        () -> {
          exchange.called();
          responses.ask(name, exchange);
          session.settleWhatCameTooLate();
          session.forward(sent, message);
        };
    begin(
        event.withoutAudio(message.bytes(), message.length()),
        event.eventId(),
        Waiting.of(exchange, message, goOn));
  }

  /** Records, admits where that is due, and goes on: at once, or when the log has it. */
  private void begin(byte[] recorded, String eventId, Waiting step) {
    boolean strict = session.isStrict();
    EventLog.Told told = EventLog.Told.NOBODY;
    if (strict) {
      waiting.set(step);
      told = kept -> gateway.upstream().offload(() -> acknowledged(kept, step));
    }
    long tokens = context.tokens() + TokenEstimate.ofRequest(recorded.length);
    step.exchange()
        .begin(
            admit,
            recorded,
            tokens,
            told,
            refusal -> session.contained(() -> begun(refusal, eventId, step, strict)));
  }

  private void begun(Optional<Refusal> refusal, String eventId, Waiting step, boolean strict) {
    if (refusal.isPresent()) {
      waiting.set(null);
      refuse(step.message(), refusal.get(), eventId);
    } else if (strict) {
      step.begunNanos().set(System.nanoTime());
      session.settleWhatCameTooLate();
    } else if (session.isOver()) {
      // It has ended while the credit was waited for.
      step.message().release();
      step.exchange().brokenOff(Outcome.CANCELLED, "client_closed");
    } else {
      step.goOn().run();
    }
  }

  private void acknowledged(boolean kept, Waiting step) {
    if (!waiting.compareAndSet(step, null)) {
      return;
    }
    if (kept) {
      session.contained(step.goOn());
    } else {
      step.exchange().refuse(new Refusal.CannotRecord());
      step.message().release();
      session.fail(new Refusal.CannotRecord(), Outcome.CUT);
    }
  }

  /** Whether one has waited for the log for longer than this. */
  boolean areLate(Duration within, long nowNanos) {
    Waiting step = waiting.get();
    return step != null && step.isBegun() && nowNanos - step.begunNanos().get() > within.toNanos();
  }

  /** The session has ended: what still waits does not go out. What begins still looks later. */
  void giveUp(Outcome outcome, String code) {
    Waiting step = waiting.get();
    if (step != null && step.isBegun() && waiting.compareAndSet(step, null)) {
      step.message().release();
      step.exchange().brokenOff(outcome, code);
    }
  }
}
