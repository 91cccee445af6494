package dev.weir.proxy.exchange;

import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.SpeechFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An estimate of what the model of a Realtime session will read for its next answer: all that was
 * said so far. Both sides of a session add to it.
 */
final class HeardContext {

  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong heardCharacters = new AtomicLong();
  private volatile SpeechFormat heard = SpeechFormat.PCM16;
  private volatile SpeechFormat spoken = SpeechFormat.PCM16;

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

  /** The provider has said how audio is written from now on, if it has. */
  void follow(RealtimeEvent event) {
    event.heard().ifPresent(it -> heard = it);
    event.spoken().ifPresent(it -> spoken = it);
  }

  /** More audio of the caller's, in base64. */
  void hears(long audioCharacters) {
    long _ = heardCharacters.addAndGet(audioCharacters);
    add(heardTokens(audioCharacters));
  }

  /** Tokens of the caller's audio, in base64 of this length. */
  long heardTokens(long audioCharacters) {
    return RealtimeEvent.heardTokens(heard.asPcm16(audioCharacters));
  }

  /** How the model's audio is written. */
  SpeechFormat spoken() {
    return spoken;
  }

  /** The characters of audio since this was last asked. */
  long takeHeardCharacters() {
    return heardCharacters.getAndSet(0);
  }
}
