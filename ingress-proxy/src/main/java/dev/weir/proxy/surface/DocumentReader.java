package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads one document as if it were a stream whose events all come at its end. */
final class DocumentReader implements StreamReader {

  private final Dialect dialect;
  private final HeldBytes held = new HeldBytes(WatchedDocument.BYTES_MAX);

  DocumentReader(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void accept(byte[] bytes, int from, int to, Consumer<AnswerEvent> sink) {
    held.add(ByteBuffer.wrap(bytes, from, to - from));
  }

  @Override
  public void end(Consumer<AnswerEvent> sink) {
    if (held.areTooMany()) {
      sink.accept(
          new AnswerEvent.Failed(ErrorKind.TRUNCATED, "The provider's answer is too large."));
    } else {
      dialect.readDocument(held.take()).forEach(sink);
    }
  }
}
