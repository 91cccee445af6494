package dev.weir.proxy.view;

import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.view.View;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The data keys, unwrapped. A key that does not unwrap is as good as absent. */
public final class DataKeyView implements View<DataKey>, Supplier<DataKeyRing> {

  private final KeyEncryptionKey keyEncryptionKey;
  private volatile DataKeyRing ring = DataKeyRing.EMPTY;

  public DataKeyView(KeyEncryptionKey keyEncryptionKey) {
    this.keyEncryptionKey = keyEncryptionKey;
  }

  @Override
  public void replay(String key, @Nullable DataKey entry) {
    ring = ring.replay(key, entry, keyEncryptionKey);
  }

  @Override
  public DataKeyRing get() {
    return ring;
  }
}
