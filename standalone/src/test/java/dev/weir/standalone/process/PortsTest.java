package dev.weir.standalone.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  private static final String HOST = "127.0.0.1";

  @Test
  void areNotNeededTwiceByOneProcess() throws IOException {
    int port = free();
    var ports = new Ports();
    ports.claim(HOST, port, "--registry-port");

    assertThatThrownBy(() -> ports.claim(HOST, port, "--admin-port"))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "--registry-port and --admin-port both name port %d; choose another with one of them",
            port);
  }

  @Test
  void mayBeTheSameOnTwoAddresses() throws IOException {
    int port = free();
    var ports = new Ports();

    ports.claim(HOST, port, "--kafka-port");
    ports.claim("127.0.0.2", port, "--port");

    assertThatThrownBy(() -> ports.claim("0.0.0.0", port, "--admin-port"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--kafka-port and --admin-port");
  }

  @Test
  void ofZeroAreAnyFreeOnes() {
    var ports = new Ports();

    ports.claim(HOST, 0, "--registry-port");
    ports.claim(HOST, 0, "--admin-port");
  }

  @Test
  void areNotThoseOfOthers() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
      assertThatThrownBy(() -> new Ports().claim(HOST, taken.getLocalPort(), "--port"))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(HOST + ":" + taken.getLocalPort())
          .hasMessageContaining("choose another with --port");
    }
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
