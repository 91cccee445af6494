package dev.weir.standalone.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface, the only one that the embedded parts listen on. */
public final class LoopbackPort {

  public static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /**
   * The given port, or a free one for 0. It is free now; another process may still take it before
   * it is used.
   *
   * @throws CannotStartException where the given port is taken
   */
  public static int free(String purpose, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CannotStartException("port %d (%s) is taken".formatted(port, purpose), e);
    }
  }
}
