package dev.weir.proxy.view;

import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.UnreadableContentException;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.view.View;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data keys, unwrapped. A key that does not unwrap is as good as absent. */
public final class DataKeyView implements View<DataKey>, Supplier<DataKeyRing> {

  private static final Logger LOGGER = LoggerFactory.getLogger(DataKeyView.class);

  private final KeyEncryptionKey keyEncryptionKey;
  private volatile DataKeyRing ring = DataKeyRing.EMPTY;

  public DataKeyView(KeyEncryptionKey keyEncryptionKey) {
    this.keyEncryptionKey = keyEncryptionKey;
  }

  @Override
  public void replay(String key, @Nullable DataKey entry) {
    if (entry == null) {
      ring = ring.without(key);
      return;
    }
    try {
      ring = ring.with(WrappedDataKey.of(entry).unwrap(keyEncryptionKey));
    } catch (UnreadableContentException e) {
      LOGGER
          .atError()
          .addKeyValue("team", entry.getSubject())
          .addKeyValue("dataKey", entry.getKeyId())
          .log("a data key does not unwrap with this key-encryption key");
    }
  }

  @Override
  public DataKeyRing get() {
    return ring;
  }
}
