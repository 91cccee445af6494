package dev.weir.proxy.surface;

import java.util.OptionalLong;

/**
 * What a Realtime session asks of its model. It goes to the provider that the session is connected
 * to, as an event and not as a request.
 */
public record RealtimeAsk(String model) implements Ask {

  @Override
  public boolean stream() {
    return true;
  }

  @Override
  public OptionalLong maxOutputTokens() {
    return OptionalLong.empty();
  }

  /** Not to be sent so. */
  @Override
  public Outgoing to(Destination destination, byte[] body, int length) {
    return new Outgoing.Wrong("A Realtime session is a WebSocket and no request.");
  }
}
