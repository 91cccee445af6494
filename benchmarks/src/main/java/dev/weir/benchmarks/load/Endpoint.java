package dev.weir.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/** Where chat completions are asked for, always on loopback, and with which headers. */
public record Endpoint(int port, Map<String, String> headers) {

  public static final String PATH = "/v1/chat/completions";

  public Endpoint {
    headers = Map.copyOf(headers);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + PATH);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
