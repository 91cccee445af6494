package dev.weir.proxy;

import java.io.IOException;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a gateway, a provider of Realtime sessions behind it, and a caller with a socket. */
abstract class RealtimeCase {

  static final String PATH = "/v1/realtime?model=small";
  static final String CREATE = "{\"type\":\"response.create\"}";

  final HttpClient client = HttpClient.newHttpClient();
  ScriptedSocket provider;
  TestGateway gateway;

  @BeforeEach
  final void startGateway() throws Exception {
    provider = new ScriptedSocket();
    gateway = TestGateway.before(provider.base()).start();
  }

  @AfterEach
  final void stopGateway() throws Exception {
    client.close();
    gateway.close();
    provider.close();
  }

  /** From now on the gateway is another one. */
  final void restart(GatewaySetup with) throws IOException {
    gateway.close();
    gateway = with.start();
  }

  final SocketCaller open() {
    return open(PATH);
  }

  final SocketCaller open(String path) {
    return open(path, TestKeys.KEY.reveal());
  }

  final SocketCaller open(String path, String key) {
    return SocketCaller.open(client, gateway, path, key);
  }
}
