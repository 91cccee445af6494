package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An estimate of what the model of a Realtime session will read for its next answer: all that was
 * said so far. Both sides of a session add to it.
 */
final class HeardContext {

  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong heardCharacters = new AtomicLong();

  long tokens() {
    return tokens.get();
  }

  void add(long more) {
    long _ = tokens.addAndGet(more);
  }

  /** The provider has counted: what it says goes. */
  void are(long counted) {
    tokens.set(counted);
  }

  /** More audio of the caller's, in base64. */
  void hears(long audioCharacters) {
    long _ = heardCharacters.addAndGet(audioCharacters);
    add(RealtimeEvent.heardTokens(audioCharacters));
  }

  /** The characters of audio since this was last asked. */
  long takeHeardCharacters() {
    return heardCharacters.getAndSet(0);
  }
}
