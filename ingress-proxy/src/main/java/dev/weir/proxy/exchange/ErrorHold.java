package dev.weir.proxy.exchange;

import dev.weir.proxy.upstream.UpstreamEvents;
import dev.weir.proxy.upstream.UpstreamFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Holds an error of a provider's back until its body is read, as far as it matters what it says;
 * all else passes at once. Of a longer body than {@value #BYTES_MAX} bytes the beginning has to do,
 * and the wait for the first byte is the wait for it, too.
 */
final class ErrorHold implements UpstreamEvents {

  static final int BYTES_MAX = 16 * 1024;

  /** Is told how an answer begins, before it goes on. */
  interface Reader {

    /** {@code error}: what was read of the body; empty where it was not held. */
    void read(int status, HttpFields headers, byte[] error);
  }

  /** An answer that is held. */
  private record Held(int status, HttpFields headers, ByteArrayOutputStream body) {}

  private static final byte[] NOTHING = {};

  private final UpstreamEvents to;
  private final IntPredicate matters;
  private final Reader reader;
  private @Nullable Held held;

  /** {@code matters}: of which statuses the body is to be read. */
  ErrorHold(UpstreamEvents to, IntPredicate matters, Reader reader) {
    this.to = to;
    this.matters = matters;
    this.reader = reader;
  }

  @Override
  public void handedOver() {
    to.handedOver();
  }

  @Override
  public void answered(int status, HttpFields headers) {
    if (matters.test(status)) {
      held = new Held(status, headers.asImmutable(), new ByteArrayOutputStream());
    } else {
      reader.read(status, headers, NOTHING);
      to.answered(status, headers);
    }
  }

  @Override
  public void content(ByteBuffer bytes, Runnable done) {
    Held error = held;
    if (error == null) {
      to.content(bytes, done);
      return;
    }
    byte[] more = new byte[bytes.remaining()];
    bytes.get(more);
    error.body.writeBytes(more);
    if (error.body.size() > BYTES_MAX) {
      letGo(error, done);
    } else {
      done.run();
    }
  }

  private void letGo(Held error, Runnable then) {
    held = null;
    byte[] body = error.body.toByteArray();
    reader.read(error.status, error.headers, body);
    to.answered(error.status, error.headers);
    if (body.length == 0) {
      then.run();
    } else {
      to.content(ByteBuffer.wrap(body), then);
    }
  }

  @Override
  public void completed() {
    Held error = held;
    if (error == null) {
      to.completed();
    } else {
      letGo(error, to::completed);
    }
  }

  /** What was read before has to do. */
  @Override
  public void failed(UpstreamFailure failure) {
    Held error = held;
    if (error == null) {
      to.failed(failure);
    } else {
      letGo(error, () -> to.failed(failure));
    }
  }
}
