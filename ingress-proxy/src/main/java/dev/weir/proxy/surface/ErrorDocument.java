package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/** A provider's error: passes as it is, or in the caller's dialect. */
final class ErrorDocument implements AnswerFlow {

  /** An error that is longer says nothing that anybody reads. */
  private static final int BYTES_MAX = 1024 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Function<byte[], Optional<byte[]>> translation;
  private final HeldBytes held = new HeldBytes(BYTES_MAX);
  private boolean translated;

  /** The provider's own words, for a caller of its dialect. */
  static ErrorDocument passing() {
    return new ErrorDocument(_ -> Optional.empty());
  }

  /** The same for a caller of another dialect. */
  static ErrorDocument translated(Dialect from, Dialect to, int status, String requestId) {
    return new ErrorDocument(
        body -> Optional.of(to.writeError(from.readError(status, body), requestId)));
  }

  /** {@code translation} gives nothing where the document passes as it is. */
  private ErrorDocument(Function<byte[], Optional<byte[]>> translation) {
    this.translation = translation;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    held.add(bytes);
    return NOTHING;
  }

  @Override
  public ByteBuffer finish() {
    byte[] document = held.take();
    Optional<byte[]> other = translation.apply(document);
    translated = other.isPresent();
    return ByteBuffer.wrap(other.orElse(document));
  }

  @Override
  public boolean isBroken() {
    return held.areTooMany();
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public Optional<String> contentType() {
    return translated ? Optional.of("application/json") : Optional.empty();
  }

  @Override
  public AnswerFacts facts() {
    return AnswerFacts.NOTHING;
  }
}
