package dev.weir.proxy.record;

import dev.weir.governance.identity.TeamId;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.schemas.event.EncryptedContent;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/** Encrypts content with the newest data key of its team. */
public final class Sealer {

  private final Supplier<DataKeyRing> keys;
  private final NonceSequence nonces;

  public Sealer(Supplier<DataKeyRing> keys, NonceSequence nonces) {
    this.keys = keys;
    this.nonces = nonces;
  }

  boolean canSeal(TeamId team) {
    return keys.get().sealer(team.value()).isPresent();
  }

  /** Nothing where the team has no data key: then its content cannot be recorded. */
  Optional<EncryptedContent> seal(TeamId team, byte[] plain, int length, String eventId) {
    return keys.get()
        .sealer(team.value())
        .map(cipher -> event(cipher.seal(plain, 0, length, eventId, nonces.next())));
  }

  private static EncryptedContent event(SealedContent content) {
    return new EncryptedContent(
        content.keyId(),
        ByteBuffer.wrap(content.nonce()),
        ByteBuffer.wrap(content.ciphertext()),
        content.length());
  }
}
