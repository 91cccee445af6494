package dev.weir.proxy.socket;

import java.util.concurrent.atomic.LongAdder;

/** Frames and their payload on all callers' sockets since the start. */
public final class SocketCounts {

  private final LongAdder framesIn = new LongAdder();
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();

  void received(int payloadBytes) {
    framesIn.increment();
    bytesIn.add(payloadBytes);
  }

  void sent(int payloadBytes) {
    framesOut.increment();
    bytesOut.add(payloadBytes);
  }

  public long framesReceived() {
    return framesIn.sum();
  }

  public long framesSent() {
    return framesOut.sum();
  }

  public long bytesReceived() {
    return bytesIn.sum();
  }

  public long bytesSent() {
    return bytesOut.sum();
  }
}
