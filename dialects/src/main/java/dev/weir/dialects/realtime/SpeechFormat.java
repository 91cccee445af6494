package dev.weir.dialects.realtime;

import java.util.Optional;

/** How audio is written in a Realtime session: what so many characters of base64 last. */
public enum SpeechFormat {
  /** 16 bits at 24 kHz, the default. */
  PCM16(1),
  /** 8 bits at 8 kHz (ITU-T G.711), by either of its laws. */
  G711(6);

  private final int lasts;

  /** {@code lasts}: how many times as long as pcm16. */
  SpeechFormat(int lasts) {
    this.lasts = lasts;
  }

  /** So many characters of pcm16 last as long. */
  public long asPcm16(long audioCharacters) {
    return Math.multiplyExact(audioCharacters, (long) lasts);
  }

  /** As a session names it, today or before; nothing for what is not known. */
  static Optional<SpeechFormat> of(String name) {
    return switch (name) {
      case "pcm16", "audio/pcm" -> Optional.of(PCM16);
      case "g711_ulaw", "g711_alaw", "audio/pcmu", "audio/pcma" -> Optional.of(G711);
      default -> Optional.empty();
    };
  }
}
