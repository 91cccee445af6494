package dev.weir.standalone.control;

import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.WrappedDataKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;

/** Makes data keys, wrapped and as records. */
final class DataKeys {

  private final KeyEncryptionKey under;
  private final SecureRandom random;
  private final NonceSequence nonces;

  DataKeys(KeyEncryptionKey under, SecureRandom random) {
    this.under = under;
    this.random = random;
    this.nonces = new NonceSequence(random);
  }

  dev.weir.schemas.event.DataKey make(String subject, Instant now) {
    byte[] secret = new byte[DataKey.LENGTH_BYTES];
    random.nextBytes(secret);
    WrappedDataKey wrapped =
        new DataKey(subject, Ids.next(random), now, secret).wrap(under, nonces.next());
    return dev.weir.schemas.event.DataKey.newBuilder()
        .setSubject(wrapped.subject())
        .setKeyId(wrapped.keyId())
        .setNonce(ByteBuffer.wrap(wrapped.nonce()))
        .setWrapped(ByteBuffer.wrap(wrapped.wrapped()))
        .setCreatedAt(wrapped.createdAt())
        .build();
  }
}
