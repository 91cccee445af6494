package dev.weir.proxy.socket;

import java.time.Duration;

/**
 * What one WebSocket, and all of them, may take.
 *
 * @param sessionsMax callers' sockets at once; one more is refused with 503
 * @param messageBytesMax of a message, in one frame or in many; more closes with 1009
 * @param fragmentsMax frames of one message; more closes with 1008
 * @param controlFramesMax pings and pongs from one side in a second; more closes with 1008
 * @param idle without a byte in either direction; longer closes with 1001
 * @param lifetime of a caller's socket; longer closes with 1001
 * @param writeWithin until one write is through; a slower reader is cut off
 */
public record SocketLimits(
    int sessionsMax,
    int messageBytesMax,
    int fragmentsMax,
    int controlFramesMax,
    Duration idle,
    Duration lifetime,
    Duration writeWithin) {

  /** The lifetime is that of OpenAI's own sockets. */
  public static final SocketLimits DEFAULT =
      new SocketLimits(
          1_024,
          10 * 1024 * 1024,
          10_000,
          50,
          Duration.ofMinutes(10),
          Duration.ofMinutes(60),
          Duration.ofSeconds(30));

  public SocketLimits {
    if (sessionsMax < 1 || messageBytesMax < 1 || fragmentsMax < 1 || controlFramesMax < 1) {
      throw new IllegalArgumentException("limits of sockets must be positive");
    }
    for (Duration each : new Duration[] {idle, lifetime, writeWithin}) {
      if (!each.isPositive()) {
        throw new IllegalArgumentException("a time limit must be positive: " + each);
      }
    }
  }
}
