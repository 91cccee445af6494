package dev.weir.proxy.exchange;

import java.time.Instant;
import org.eclipse.jetty.server.Request;

/**
 * A request as it came in.
 *
 * @param traceparent the caller's trace context (W3C Trace Context, section 3.2); empty for none
 */
record Arrival(String requestId, String traceparent, Instant at, long atNanos, Request request) {

  private static final int TRACE_CHARACTERS_MAX = 64;

  static Arrival of(Request request, Gateway.Self self) {
    return new Arrival(
        self.ids().next(), traceOf(request), self.clock().instant(), System.nanoTime(), request);
  }

  /** What is too long to be one is none; whether it is one is seen where it is written. */
  private static String traceOf(Request request) {
    String trace = request.getHeaders().get("traceparent");
    return trace == null || trace.length() > TRACE_CHARACTERS_MAX ? "" : trace;
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
