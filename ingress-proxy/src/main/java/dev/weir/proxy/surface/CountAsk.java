package dev.weir.proxy.surface;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.count.CountEstimate;
import dev.weir.dialects.count.CountService;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many tokens a request would have: asked of the provider where it counts, in its words, else
 * estimated. It costs none itself.
 */
record CountAsk(CanonicalRequest request) implements Ask {

  static Reading read(DialectName dialect, byte[] body, CallAddress address) {
    return dialect == DialectName.GEMINI
        ? dev.weir.dialects.gemini.CountTokens.read(body, address)
        : dev.weir.dialects.anthropic.CountTokens.read(body);
  }

  @Override
  public String model() {
    return request.model();
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public OptionalLong maxOutputTokens() {
    return OptionalLong.of(0);
  }

  @Override
  public long inputEstimate(int bodyBytes) {
    return 0;
  }

  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    CountService counts = destination.counts();
    if (counts == CountService.NONE) {
      return new Outgoing.Estimates(reply(request.from(), CountEstimate.of(request)));
    }
    return mayPass(destination, body, length)
        ? new Outgoing.Sends(
            counts.path(destination.model()),
            ByteBuffer.wrap(body, 0, length),
            false,
            List.of(),
            new Counted(destination, request.from(), true))
        : translated(destination);
  }

  /** Gemini names the model in the path and may name it in the body again. */
  private boolean mayPass(Destination destination, byte[] body, int length) {
    return destination.counts().speaks(request.from())
        && request.model().equals(destination.model())
        && !CarriedProofs.areIn(body, length);
  }

  private Outgoing translated(Destination destination) {
    Losses losses = new Losses();
    WrittenRequest written =
        destination.counts().write(request.withModel(destination.model()), losses);
    return losses.refused().isEmpty()
        ? new Outgoing.Sends(
            written.path(),
            ByteBuffer.wrap(written.body()),
            true,
            losses.dropped(),
            new Counted(destination, request.from(), false))
        : new Outgoing.Unsayable(losses.refused());
  }

  static byte[] reply(DialectName dialect, long tokens) {
    return dialect == DialectName.GEMINI
        ? dev.weir.dialects.gemini.CountTokens.writeReply(tokens)
        : dev.weir.dialects.anthropic.CountTokens.writeReply(tokens);
  }

  /** {@code passes}: the provider's bytes are the caller's answer. */
  private record Counted(Destination destination, DialectName to, boolean passes)
      implements AnswerShape {

    @Override
    public AnswerFlow document() {
      return new CountDocument(destination.counts(), to, passes);
    }

    /** Nobody asked for one. */
    @Override
    public AnswerFlow stream() {
      return document();
    }

    @Override
    public AnswerFlow error(int status) {
      return passes
          ? ErrorDocument.passing()
          : ErrorDocument.translated(
              destination.main(), Dialects.of(to), status, destination.requestId());
    }
  }
}
