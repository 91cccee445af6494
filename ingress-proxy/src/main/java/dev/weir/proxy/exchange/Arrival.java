package dev.weir.proxy.exchange;

import java.time.Instant;
import org.eclipse.jetty.server.Request;

/** A request as it came in. */
record Arrival(String requestId, Instant at, long atNanos, Request request) {

  static Arrival of(Request request, Gateway.Self self) {
    return new Arrival(self.ids().next(), self.clock().instant(), System.nanoTime(), request);
  }

  String method() {
    return request.getMethod();
  }

  String path() {
    return request.getHttpURI().getDecodedPath();
  }

  long micros(long nanos) {
    return (nanos - atNanos) / 1_000;
  }
}
