package dev.weir.proxy;

import dev.weir.governance.identity.KeyHasher;
import dev.weir.governance.identity.KeyText;
import dev.weir.governance.privacy.ContentCipher;
import dev.weir.governance.privacy.DataKey;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.governance.privacy.NonceSequence;
import dev.weir.governance.privacy.SealedContent;
import dev.weir.governance.privacy.WrappedDataKey;
import dev.weir.proxy.view.DataKeyView;
import dev.weir.proxy.view.PolicyView;
import dev.weir.schemas.event.EncryptedContent;
import dev.weir.schemas.event.PolicyEntry;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.VirtualKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The virtual keys that callers show, and the keys that content is sealed with. */
final class TestKeys {

  /** Of team "search", which records strictly. */
  static final KeyText KEY = KeyText.of("abcdef1", new byte[32]);

  /** Of team "ads", whose requests go on unrecorded where they must. */
  static final KeyText OPEN_KEY = KeyText.of("abcdef2", new byte[32]);

  /** Of team "ops", whose records may wait in the journal. */
  static final KeyText SPOOL_KEY = KeyText.of("abcdef4", new byte[32]);

  static final KeyText REVOKED_KEY = KeyText.of("abcdef3", new byte[32]);
  static final KeyText EXPIRED_KEY = KeyText.of("abcdef5", new byte[32]);

  /** Of team "search", for "small" and "sure" alone. */
  static final KeyText NARROW_KEY = KeyText.of("abcdef6", new byte[32]);

  static final KeyEncryptionKey KEY_ENCRYPTION_KEY = new KeyEncryptionKey(new byte[32]);

  private static final NonceSequence NONCES = new NonceSequence(new SecureRandom());
  private static final DataKey DATA_KEY = new DataKey("search", "d1", Instant.EPOCH, new byte[32]);

  private TestKeys() {}

  static void publishKeys(PolicyView policy) {
    key(policy, KEY, "search", key -> {});
    key(policy, OPEN_KEY, "ads", key -> {});
    key(policy, SPOOL_KEY, "ops", key -> {});
    key(policy, REVOKED_KEY, "search", key -> key.setRevokedAt(Instant.EPOCH));
    key(policy, EXPIRED_KEY, "search", key -> key.setExpiresAt(Instant.EPOCH));
    key(policy, NARROW_KEY, "search", key -> key.setModels(List.of("small", "sure")));
  }

  /** From now on the key of team "ops" is revoked. */
  static void revokeSpoolKey(PolicyView policy) {
    key(policy, SPOOL_KEY, "ops", key -> key.setRevokedAt(Instant.now()));
  }

  private static void key(
      PolicyView policy, KeyText key, String team, Consumer<VirtualKey.Builder> more) {
    byte[] hash = new KeyHasher(KEY_ENCRYPTION_KEY.pepper()).hash(key);
    var stored =
        VirtualKey.newBuilder()
            .setKeyId(key.keyId())
            .setHash(ByteBuffer.wrap(hash))
            .setTeam(team)
            .setCreatedAt(Instant.EPOCH);
    more.accept(stored);
    policy.replay("key/" + key.keyId(), new PolicyEntry(stored.build()));
  }

  /** Of teams "search" and "ops"; what "ads" says cannot be sealed. */
  static void publishDataKeys(DataKeyView view) {
    dataKey(view, DATA_KEY);
    dataKey(view, new DataKey("ops", "d2", Instant.EPOCH, new byte[32]));
  }

  private static void dataKey(DataKeyView view, DataKey key) {
    WrappedDataKey wrapped = key.wrap(KEY_ENCRYPTION_KEY, NONCES.next());
    view.replay(
        key.subject() + "|" + key.keyId(),
        new dev.weir.schemas.event.DataKey(
            key.subject(),
            key.keyId(),
            ByteBuffer.wrap(wrapped.nonce()),
            ByteBuffer.wrap(wrapped.wrapped()),
            Instant.EPOCH));
  }

  /** The plain text of what team "search" asked. */
  static String opened(Prompt prompt) {
    return opened(prompt.getContent(), prompt.getEventId());
  }

  /** The plain text of content that team "search" has sealed. */
  static String opened(EncryptedContent content, String eventId) {
    return new String(
        new ContentCipher(DATA_KEY).open(SealedContent.of(content), eventId),
        StandardCharsets.UTF_8);
  }
}
