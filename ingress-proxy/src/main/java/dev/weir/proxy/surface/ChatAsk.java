package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.openai.ChatRequest;
import dev.weir.dialects.openai.UpstreamBody;
import dev.weir.governance.routing.RouteNeeds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion: to a provider of the same dialect its bytes pass, to others it is read, once
 * for all attempts.
 */
final class ChatAsk implements Ask {

  private final ChatRequest request;
  private final Dialect chat;

  /** What was read last; attempts that race may ask at once. */
  private volatile @Nullable Whole whole;

  private volatile boolean over;

  /** What came of reading these bytes whole. */
  private record Whole(byte[] body, int length, Reading reading) {

    @SuppressWarnings("ReferenceEquality") // The same buffer, not one that says the same.
    boolean isOf(byte[] other, int otherLength) {
      return body == other && length == otherLength;
    }
  }

  ChatAsk(ChatRequest request, Dialect chat) {
    this.request = request;
    this.chat = chat;
  }

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return request.stream();
  }

  @Override
  public OptionalLong maxOutputTokens() {
    return request.maxOutputTokens();
  }

  @Override
  public Reasoning reasoning() {
    return new Reasoning(request.asks().effort(), OptionalLong.empty(), Optional.empty());
  }

  @Override
  public RouteNeeds needs(int bodyBytes) {
    ChatRequest.Asks asks = request.asks();
    return Needs.of(
        bodyBytes - asks.mediaBytes(), asks.media(), maxOutputTokens(), asks.capabilities());
  }

  @Override
  public String said(byte[] body, int length) {
    return canonical(body, length) instanceof Reading.Read(var canonical)
        ? Needs.said(canonical)
        : "";
  }

  /** An idle stream shall not hold its prompt. Waits for no reading. */
  @Override
  public void forget() {
    over = true;
    whole = null;
  }

  private synchronized Reading canonical(byte[] body, int length) {
    Whole known = whole;
    if (known == null || !known.isOf(body, length)) {
      known = new Whole(body, length, read(body, length));
      whole = known;
      if (over) {
        whole = null;
      }
    }
    return known.reading();
  }

  private Reading read(byte[] body, int length) {
    CallAddress address =
        request.modelInPath()
            ? new CallAddress(Optional.of(request.model()), Optional.empty())
            : CallAddress.SAYS_NOTHING;
    return chat.read(Surface.exact(body, length), address);
  }

  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    if (destination.takes(request.asks())) {
      return passing(destination, body, length);
    }
    return switch (canonical(body, length)) {
      case Reading.Read(var canonical) ->
          new CanonicalAsk(canonical, chat).to(destination, body, length);
      case Reading.Wrong(_, String message) ->
          destination.speaks(DialectName.OPENAI_CHAT)
              ? passing(destination, body, length)
              : new Outgoing.Wrong(message);
    };
  }

  private Outgoing passing(Destination destination, byte[] body, int length) {
    return new Outgoing.Sends(
        "/chat/completions",
        UpstreamBody.of(body, length, request, destination.model()),
        false,
        List.of(),
        new ChatShape(request.usageIsForWeirAlone()));
  }

  /** The answer's bytes pass, without the usage event where only Weir asked for it. */
  private record ChatShape(boolean withoutUsage) implements AnswerShape {

    @Override
    public AnswerFlow document() {
      return new ChatDocumentFlow();
    }

    @Override
    public AnswerFlow stream() {
      return new ChatStreamFlow(withoutUsage);
    }

    @Override
    public AnswerFlow error(int status) {
      return new ChatDocumentFlow();
    }
  }
}
