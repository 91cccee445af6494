package dev.weir.processors.audit;

import dev.weir.governance.audit.AuditChain;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The hashes of the frames of exchanges that are not sealed yet, one entry each. */
final class FrameHashes {

  private final KeyValueStore<String, byte[]> store;

  FrameHashes(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** Takes a frame in; one that came before is overwritten with the same. */
  void put(String requestId, int index, byte[] recordBytes) {
    store.put(key(requestId, index), AuditChain.sha256().digest(recordBytes));
  }

  /** The frames from 0 up to {@code frames}, as far as they are there. */
  Answer answer(String requestId, int frames) {
    MessageDigest all = AuditChain.sha256();
    int count = 0;
    try (KeyValueIterator<String, byte[]> hashes =
        store.range(key(requestId, 0), key(requestId, Math.max(0, frames - 1)))) {
      while (hashes.hasNext()) {
        all.update(hashes.next().value);
        count++;
      }
    }
    return new Answer(ByteBuffer.wrap(all.digest()), count);
  }

  void delete(String requestId) {
    List<String> keys = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> hashes =
        store.range(key(requestId, 0), key(requestId, Integer.MAX_VALUE))) {
      hashes.forEachRemaining(entry -> keys.add(entry.key));
    }
    keys.forEach(store::delete);
  }

  /** Fixed width, so that the order of keys is the order of frames. */
  private static String key(String requestId, int index) {
    return String.format(Locale.ROOT, "%s/%010d", requestId, index);
  }

  /** SHA-256 over the SHA-256 of the frames, in order, and how many they are. */
  record Answer(ByteBuffer hash, int frames) {}
}
