package dev.weir.proxy.surface;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call of a provider's own API, which passes as it came: Weir does not read it, and reads of the
 * answer no more than its usage.
 *
 * @param read whose usage is charged once, however often it is asked for
 */
public record PassageAsk(String method, NativePath path, ReadUsage read) implements Ask, Endpoint {

  /** Files and pictures may be long; the log keeps their beginning. */
  private static final int RECORDED_BYTES_MAX = 256 * 1024;

  /** No model's: what may be called is said by paths. */
  @Override
  public String model() {
    return "";
  }

  @Override
  public boolean stream() {
    return false;
  }

  @Override
  public OptionalLong maxOutputTokens() {
    return OptionalLong.empty();
  }

  /** Unknown: a file has no tokens, and a picture has its own. */
  @Override
  public long inputEstimate(int bodyBytes) {
    return 0;
  }

  @Override
  public int recordedBytesMax() {
    return RECORDED_BYTES_MAX;
  }

  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    return new Outgoing.Sends(
        method,
        path.target(),
        ByteBuffer.wrap(body, 0, length),
        false,
        List.of(),
        new Passed(this));
  }

  /** Whether the usage that an answer names is new, and not that of an object read before. */
  private boolean isCharged() {
    return !method.equals("GET") || read.isFirst(path.api(), path.path());
  }

  private record Passed(PassageAsk ask) implements AnswerShape {

    @Override
    public AnswerFlow document() {
      return new PassedAnswer(new UsageWatch.InDocument(ask::isCharged));
    }

    @Override
    public AnswerFlow stream() {
      return new PassedAnswer(new UsageWatch.InStream());
    }

    @Override
    public AnswerFlow error(int status) {
      return ErrorDocument.passing();
    }

    /** A redirection would lead the caller past Weir. */
    @Override
    public Optional<AnswerFlow> other(int status) {
      return status < 300
          ? Optional.of(new PassedAnswer(new UsageWatch.Nowhere()))
          : Optional.empty();
    }
  }
}
