package dev.weir.governance.privacy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data keys that are known, as an immutable value: the newest of a subject seals, any of them
 * opens. An erased key is simply not there.
 */
public final class DataKeyRing {

  public static final DataKeyRing EMPTY = new DataKeyRing(Map.of());

  private final Map<String, DataKey> keys;
  private final Map<String, ContentCipher> openers;
  private final Map<String, ContentCipher> sealers;

  /** Keys by {@code subject|keyId}. */
  private DataKeyRing(Map<String, DataKey> keys) {
    this.keys = keys;
    Map<String, DataKey> newest = new HashMap<>();
    Map<String, ContentCipher> byId = new HashMap<>();
    Map<String, ContentCipher> bySubject = new HashMap<>();
    keys.forEach((id, key) -> {
      byId.put(id, new ContentCipher(key));
      newest.merge(key.subject(), key, DataKeyRing::newer);
    });
    newest.forEach((subject, key) -> bySubject.put(subject, new ContentCipher(key)));
    this.openers = Map.copyOf(byId);
    this.sealers = Map.copyOf(bySubject);
  }

  public DataKeyRing with(DataKey key) {
    Map<String, DataKey> next = new HashMap<>(keys);
    next.put(key.subject() + "|" + key.keyId(), key);
    return new DataKeyRing(Map.copyOf(next));
  }

  /**
   * The ring after an entry of the log: a wrapped key comes in, a tombstone ({@code entry} null)
   * takes the key out.
   *
   * @param name of the entry: {@code subject|keyId}
   * @throws UnreadableContentException where the key does not unwrap: it is as good as absent
   */
  public DataKeyRing replay(
      String name, dev.weir.schemas.event.@Nullable DataKey entry, KeyEncryptionKey under) {
    return entry == null ? without(name) : with(WrappedDataKey.of(entry).unwrap(under));
  }

  /** The ring after a tombstone of the entry {@code subject|keyId}. */
  public DataKeyRing without(String entry) {
    Map<String, DataKey> next = new HashMap<>(keys);
    next.remove(entry);
    return new DataKeyRing(Map.copyOf(next));
  }

  /** Seals new content of this subject; nothing where the subject has no key. */
  public Optional<ContentCipher> sealer(String subject) {
    return Optional.ofNullable(sealers.get(subject));
  }

  /** Opens content of this subject; nothing where the key was erased or never known. */
  public Optional<ContentCipher> opener(String subject, String keyId) {
    return Optional.ofNullable(openers.get(subject + "|" + keyId));
  }

  private static DataKey newer(DataKey a, DataKey b) {
    int byTime = a.createdAt().compareTo(b.createdAt());
    return byTime > 0 || (byTime == 0 && a.keyId().compareTo(b.keyId()) > 0) ? a : b;
  }
}
