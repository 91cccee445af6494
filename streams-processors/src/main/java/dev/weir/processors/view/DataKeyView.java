package dev.weir.processors.view;

import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.view.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The data keys that are not erased. */
final class DataKeyView implements View<DataKey>, KeySource {

  private final KeyEncryptionKey keyEncryptionKey;
  private final SecondLook look;
  private volatile DataKeyRing ring = DataKeyRing.EMPTY;

  DataKeyView(KeyEncryptionKey keyEncryptionKey, SecondLook look) {
    this.keyEncryptionKey = keyEncryptionKey;
    this.look = look;
  }

  @Override
  public Optional<ContentCipher> opener(String subject, String keyId) {
    return look.find(subject + "|" + keyId, () -> ring.opener(subject, keyId));
  }

  // Only the follower's thread writes; the field is volatile for those who read.
  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void replay(String key, @Nullable DataKey entry) {
    ring = ring.replay(key, entry, keyEncryptionKey);
  }
}
