package dev.weir.standalone.echo;

import java.time.Duration;

/**
 * Where the provider listens and what it bears.
 *
 * @param port 0 takes a free one
 * @param bodyMaxBytes a larger body is answered with 413
 * @param exchangesMax more at once are answered with 503
 * @param stallMax how long {@code !stall} and {@code !pause} keep the caller waiting before they
 *     hang up
 * @param slowDelay what {@code !slow} waits before each piece of the answer
 */
public record EchoConfig(
    String host,
    int port,
    int bodyMaxBytes,
    int exchangesMax,
    Duration stallMax,
    Duration slowDelay) {

  public static final String LOOPBACK = "127.0.0.1";

  public EchoConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (bodyMaxBytes <= 0 || exchangesMax <= 0) {
      throw new IllegalArgumentException(
          "limits must be positive: " + bodyMaxBytes + ", " + exchangesMax);
    }
    if (!stallMax.isPositive() || slowDelay.isNegative()) {
      throw new IllegalArgumentException("waits must be positive: " + stallMax + ", " + slowDelay);
    }
  }

  /** On loopback, with room for more than one proxy asks for. */
  public static EchoConfig onLoopback(int port) {
    return new EchoConfig(
        LOOPBACK, port, 64 << 20, 8_192, Duration.ofSeconds(60), Duration.ofMillis(50));
  }
}
