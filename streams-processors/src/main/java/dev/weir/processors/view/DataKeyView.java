package dev.weir.processors.view;

import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKeyRing;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.schemas.event.DataKey;
import dev.weir.schemas.topic.Topic;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The data keys that are not erased. */
final class DataKeyView implements View, KeySource {

  private final String topicName;
  private final Deserializer<DataKey> deserializer;
  private final KeyEncryptionKey keyEncryptionKey;
  private final Freshness freshness;
  private final RecentMisses misses;
  private volatile DataKeyRing ring = DataKeyRing.EMPTY;

  DataKeyView(
      String topicName,
      Deserializer<DataKey> deserializer,
      KeyEncryptionKey keyEncryptionKey,
      Freshness freshness,
      RecentMisses misses) {
    this.topicName = topicName;
    this.deserializer = deserializer;
    this.keyEncryptionKey = keyEncryptionKey;
    this.freshness = freshness;
    this.misses = misses;
  }

  @Override
  public Optional<ContentCipher> opener(String subject, String keyId) {
    String what = subject + "|" + keyId;
    if (ring.opener(subject, keyId).isEmpty() && misses.isDue(what)) {
      freshness.catchUp();
      if (ring.opener(subject, keyId).isEmpty()) {
        misses.remember(what);
      }
    }
    return ring.opener(subject, keyId);
  }

  @Override
  public Topic topic() {
    return Topic.DATA_KEYS;
  }

  // Only the follower's thread writes; the field is volatile for those who read.
  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void accept(String key, byte @Nullable [] value) {
    if (value == null) {
      ring = ring.without(key);
      return;
    }
    DataKey entry = deserializer.deserialize(topicName, value);
    ring = ring.with(WrappedDataKey.of(entry).unwrap(keyEncryptionKey));
  }
}
