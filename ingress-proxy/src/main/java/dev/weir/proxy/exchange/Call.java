package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.governance.policy.RecordingMode;
import dev.weir.governance.policy.TranslationLoss;
import dev.weir.governance.refusal.Refusal;
import dev.weir.proxy.credential.Authorization;
import dev.weir.proxy.credential.ProviderKey;
import dev.weir.proxy.exchange.Admittance.Admitted;
import dev.weir.proxy.exchange.Admittance.Leg;
import dev.weir.proxy.exchange.Deadline.Wait;
import dev.weir.proxy.record.ExchangeRecord;
import dev.weir.proxy.surface.Destination;
import dev.weir.proxy.surface.Outgoing;
import dev.weir.proxy.surface.Surface;
import dev.weir.proxy.upstream.UpstreamRequest;
import dev.weir.proxy.upstream.UpstreamTarget;
import dev.weir.schemas.event.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call of one exchange: one attempt after the other, each at the next of its routes, until one
 * begins to answer. What fails before the first byte went out is not the caller's to see while
 * there is another route; what fails after it cannot be taken back.
 */
final class Call implements Relay.Owner, Attempts {

  private static final Logger LOGGER = LoggerFactory.getLogger(Call.class);

  /** The exchange that this is the call of. */
  interface Owner {

    /** No attempt has begun to answer: the exchange does. */
    void unanswered(Refusal refusal, Outcome outcome, boolean taken, AnswerFacts facts);

    /** The caller has seen the end, or is gone. */
    void ended(Ending ending);
  }

  /** The request's first {@code length} bytes. */
  record Body(byte[] bytes, int length) {

    static final Body NONE = new Body(new byte[0], 0);
  }

  private final Gateway gateway;
  private final Arrival arrival;
  private final Surface surface;
  private final Reply reply;
  private final Deadline deadline;
  private final CallerWatch callerWatch;
  private final ExchangeRecord record;
  private final Identity.Known caller;
  private final Admitted admitted;
  private final Owner owner;
  private final KeyTurn keyTurn;

  /** How many routes were looked at; attempts are made by one thread after the other. */
  private int looked;

  /** Of the answer, as long as it is; writes of it follow one another. */
  private int recordableBytes;

  private volatile Body body;
  private volatile int attempts;
  private volatile List<String> dropped = List.of();
  private volatile @Nullable Relay relay;
  private volatile long sentNanos;
  private volatile long firstByteNanos;

  Call(
      Gateway gateway,
      Arrival arrival,
      Surface surface,
      Reply reply,
      Deadline deadline,
      CallerWatch callerWatch,
      ExchangeRecord record,
      Identity.Known caller,
      Admitted admitted,
      Body body,
      Owner owner) {
    this.gateway = gateway;
    this.arrival = arrival;
    this.surface = surface;
    this.reply = reply;
    this.deadline = deadline;
    this.callerWatch = callerWatch;
    this.record = record;
    this.caller = caller;
    this.admitted = admitted;
    this.body = body;
    this.owner = owner;
    this.recordableBytes = admitted.ask().recordedBytesMax();
    this.keyTurn = new KeyTurn(gateway.self().clock());
  }

  /** How many attempts called a provider. */
  @Override
  public int attempts() {
    return attempts;
  }

  /** The route of the last attempt. */
  Route route() {
    return leg().route();
  }

  /** The last attempt's route, and why it was taken. */
  @Override
  public Leg leg() {
    return admitted.legs().get(Math.max(0, looked - 1));
  }

  /** What the last attempt's request went without. */
  @Override
  public List<String> dropped() {
    return dropped;
  }

  /** When the first byte of the answer came, on the nano clock; 0 where none did. */
  @Override
  public long firstByteNanos() {
    return firstByteNanos;
  }

  /** What the caller asks is said as the next provider understands it. */
  void begin() {
    begin(new Refusal.Defect());
  }

  /** {@code otherwise}: the answer where no route is left. */
  private void begin(Refusal otherwise) {
    List<Leg> legs = admitted.legs();
    Refusal refusal = otherwise;
    while (looked < legs.size()) {
      Route route = legs.get(looked).route();
      ProviderKey next = keyTurn.next(route.keys());
      looked++;
      if (next == null) {
        refusal = keyTurn.isFirst() ? new Refusal.NoCredential(route.providerId()) : otherwise;
      } else {
        switch (admitted.ask().to(destination(route), body.bytes(), body.length())) {
          case Outgoing.Sends sends when loses(sends) ->
              refusal = new Refusal.Untranslatable(route.providerId(), sends.dropped());
          case Outgoing.Sends sends -> {
            attempt(route, next, sends);
            return;
          }
          case Outgoing.Estimates(byte[] estimate) -> {
            answer(ByteBuffer.wrap(estimate));
            return;
          }
          case Outgoing.Unsayable(List<String> names) ->
              refusal = new Refusal.Untranslatable(route.providerId(), names);
          case Outgoing.Wrong(String message) -> refusal = new Refusal.InvalidRequest(message);
        }
      }
      keyTurn.nextRoute();
    }
    owner.unanswered(refusal, Outcome.REFUSED, false, AnswerFacts.NOTHING);
  }

  /** Whether the request would go without something that the team does not do without. */
  private boolean loses(Outgoing.Sends sends) {
    return !sends.dropped().isEmpty() && caller.team().translation() == TranslationLoss.REFUSE;
  }

  private Destination destination(Route route) {
    return new Destination(
        route.dialects(),
        route.main(),
        route.embeddings(),
        route.counts(),
        route.model().upstreamModel(),
        arrival.requestId(),
        arrival.at().getEpochSecond());
  }

  private void attempt(Route route, ProviderKey chosen, Outgoing.Sends sends) {
    Authorization key = keyTurn.take(route.keys(), chosen);
    Relay answer = new Relay(reply, this, route, surface, sends, deadline, gateway.self().limits());
    if (isLast() && !route.keys().areSeveral()) {
      body = Body.NONE;
    }
    relay = answer;
    dropped = sends.dropped();
    if (callerWatch.isGone()) {
      answer.hungUp();
      return;
    }
    HttpFields asked = arrival.request().getHeaders();
    HttpFields.Mutable headers =
        sends.translated()
            ? Headers.upstreamOfAnother(asked, admitted.ask().stream())
            : Headers.upstream(asked);
    UpstreamTarget target = route.target(sends.path());
    key.on(headers, target, sends.body());
    int number = attempts + 1;
    attempts = number;
    long now = System.nanoTime();
    if (sentNanos == 0) {
      sentNanos = now;
    }
    deadline.set(Wait.FIRST_BYTE, route.timeouts().firstByte(), now);
    answer.sent(
        gateway
            .upstream()
            .send(
                new UpstreamRequest(
                    sends.method(),
                    target,
                    headers,
                    sends.body(),
                    route.timeouts().connect(),
                    reply.endPoint()),
                answer));
  }

  /** Weir answers by itself. */
  private void answer(ByteBuffer estimate) {
    if (!mayPass(estimate)) {
      owner.unanswered(new Refusal.CannotRecord(), Outcome.REFUSED, false, AnswerFacts.NOTHING);
      return;
    }
    deadline.set(Wait.CALLER, gateway.self().limits().writeWithin(), System.nanoTime());
    AnswerHeaders.estimated(true, reply.headers());
    AnswerHeaders.limit(admitted.binding(), arrival.at(), reply.headers());
    reply.finish(
        200,
        Errors.JSON,
        estimate,
        wentOut ->
            owner.ended(
                wentOut
                    ? new Ending(Outcome.COMPLETED, 200, "", false, AnswerFacts.NOTHING)
                    : new Ending(
                        Outcome.CANCELLED, 200, "client_closed", false, AnswerFacts.NOTHING)));
  }

  private boolean isLast() {
    return looked == admitted.legs().size();
  }

  @Override
  public String requestId() {
    return arrival.requestId();
  }

  @Override
  public void answered(int status, HttpFields headers) {
    keyTurn.answered(status, headers);
  }

  @Override
  public boolean mayTryAgainAfter(int status) {
    if (status == 429 && keyTurn.hasAnother(route().keys())) {
      return true;
    }
    return !isLast()
        && switch (status) {
          case 401, 403, 408, 429, 500, 502, 503, 504, 529 -> true;
          default -> false;
        };
  }

  @Override
  public void beforeFirstByte(HttpFields.Mutable headers) {
    long now = System.nanoTime();
    firstByteNanos = now;
    body = Body.NONE;
    AnswerHeaders.servedBy(route(), headers);
    AnswerHeaders.attempts(attempts, headers);
    AnswerHeaders.limit(admitted.binding(), arrival.at(), headers);
    long overhead = sentNanos - arrival.atNanos();
    AnswerHeaders.overhead(overhead, headers);
    gateway.metrics().overhead(overhead);
  }

  @Override
  public boolean mayPass(ByteBuffer bytes) {
    return record.relayed(recordable(bytes), attempts, arrival.micros(System.nanoTime()))
        || caller.team().recording() == RecordingMode.OPEN;
  }

  private ByteBuffer recordable(ByteBuffer bytes) {
    int part = Math.min(bytes.remaining(), recordableBytes);
    recordableBytes -= part;
    return part == bytes.remaining() ? bytes : bytes.slice(bytes.position(), part);
  }

  @Override
  public void failed(Refusal refusal, boolean taken, AnswerFacts facts) {
    boolean otherKey = keyTurn.mayHelp(refusal, route().keys());
    if (!otherKey && (isLast() || !mayTryAgainAfter(refusal))) {
      owner.unanswered(refusal, Outcome.UPSTREAM_FAILED, taken, facts);
      return;
    }
    deadline.clear();
    gateway
        .upstream()
        .resume(reply.endPoint(), () -> contained(() -> goOn(refusal, otherKey, taken, facts)));
  }

  /** The next attempt: at the same route with another key, or at the next route. */
  private void goOn(Refusal refusal, boolean otherKey, boolean taken, AnswerFacts facts) {
    int status = refusal.answer().status();
    String code = refusal.answer().code();
    Settlement.of(gateway, arrival, caller, admitted, this)
        .attempted(
            new Ending(Outcome.UPSTREAM_FAILED, status, code, taken, facts),
            admitted.ask().model(),
            body.length(),
            record.holdsRoom());
    gateway.metrics().failedOver(route().providerId(), code);
    if (otherKey) {
      looked--;
    } else {
      keyTurn.nextRoute();
    }
    begin(refusal);
  }

  private void contained(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.atError().setCause(e).addKeyValue("exchangeId", requestId()).log("it broke");
      owner.unanswered(new Refusal.Defect(), Outcome.UPSTREAM_FAILED, false, AnswerFacts.NOTHING);
    }
  }

  /** The provider's fault, and maybe not another one's. */
  private static boolean mayTryAgainAfter(Refusal refusal) {
    return refusal instanceof Refusal.UpstreamUnreachable
        || refusal instanceof Refusal.UpstreamTimeout
        || refusal instanceof Refusal.UpstreamInvalid
        || refusal instanceof Refusal.UpstreamFailed
        || refusal instanceof Refusal.UpstreamCredential;
  }

  @Override
  public void ended(Ending ending) {
    owner.ended(ending);
  }

  void callerGone() {
    Relay answer = relay;
    if (answer != null) {
      answer.hungUp();
    }
  }

  /** The provider did not answer, or not go on, in time. */
  void timedOut(boolean idle) {
    Relay answer = relay;
    if (answer != null) {
      answer.timedOut(idle);
    }
  }

  /** Ends the call for a reason of Weir's. */
  void fail(Refusal refusal) {
    Relay answer = relay;
    if (answer != null) {
      answer.fail(refusal);
    } else {
      owner.unanswered(refusal, Outcome.REFUSED, false, AnswerFacts.NOTHING);
    }
  }
}
