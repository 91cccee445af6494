package dev.weir.governance.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.schemas.event.EncryptedContent;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ContentCipherTest {

  private static final NonceSequence NONCES = new NonceSequence(new SecureRandom());

  private static final KeyEncryptionKey KEK = new KeyEncryptionKey(bytes(1));
  private static final DataKey KEY = new DataKey("search", "k1", Instant.EPOCH, bytes(2));

  @Test
  void refusesANonceThatTheLastTextHad() {
    ContentCipher cipher = new ContentCipher(KEY);
    byte[] nonce = NONCES.next();
    cipher.seal("hello".getBytes(UTF_8), "r1/prompt", nonce);

    assertThatThrownBy(() -> cipher.seal("other".getBytes(UTF_8), "r2/prompt", nonce))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void opensWhatItSealed() {
    ContentCipher cipher = new ContentCipher(KEY);

    SealedContent sealed = cipher.seal("hello".getBytes(UTF_8), "r1/prompt", NONCES.next());

    assertThat(cipher.open(sealed, "r1/prompt")).isEqualTo("hello".getBytes(UTF_8));
    assertThat(sealed.length()).isEqualTo(5);
    assertThat(new String(sealed.ciphertext(), UTF_8)).doesNotContain("hello");
  }

  @Test
  void doesNotOpenAnotherRecordsContent() {
    ContentCipher cipher = new ContentCipher(KEY);
    SealedContent sealed = cipher.seal("hello".getBytes(UTF_8), "r1/prompt", NONCES.next());

    assertThatThrownBy(() -> cipher.open(sealed, "r2/prompt"))
        .isInstanceOf(UnreadableContentException.class);
  }

  @Test
  void aWrappedKeyComesBackOnlyUnderItsKeyEncryptionKey() {
    WrappedDataKey wrapped = KEY.wrap(KEK, NONCES.next());
    SealedContent sealed =
        new ContentCipher(KEY).seal("hello".getBytes(UTF_8), "r1/prompt", NONCES.next());

    assertThat(new ContentCipher(wrapped.unwrap(KEK)).open(sealed, "r1/prompt"))
        .isEqualTo("hello".getBytes(UTF_8));
    assertThatThrownBy(() -> wrapped.unwrap(new KeyEncryptionKey(bytes(9))))
        .isInstanceOf(UnreadableContentException.class);
  }

  @Test
  void aWrappedKeyDoesNotUnwrapForAnotherTeam() {
    WrappedDataKey wrapped = KEY.wrap(KEK, NONCES.next());
    WrappedDataKey moved =
        new WrappedDataKey("ads", "k1", Instant.EPOCH, wrapped.nonce(), wrapped.wrapped());

    assertThatThrownBy(() -> moved.unwrap(KEK)).isInstanceOf(UnreadableContentException.class);
  }

  @Test
  void readsAnEventsBytesAndLeavesThemToBeReadAgain() {
    SealedContent sealed =
        new ContentCipher(KEY).seal("hello".getBytes(UTF_8), "r1/prompt", NONCES.next());
    EncryptedContent event =
        new EncryptedContent(
            sealed.keyId(),
            ByteBuffer.wrap(sealed.nonce()),
            ByteBuffer.wrap(sealed.ciphertext()),
            sealed.length());

    for (int time = 0; time < 2; time++) {
      assertThat(new ContentCipher(KEY).open(SealedContent.of(event), "r1/prompt"))
          .isEqualTo("hello".getBytes(UTF_8));
    }
  }

  /** HKDF-SHA-256 with these labels: an installation must find its pepper again after an update. */
  @Test
  void derivesTheSamePepperForEver() {
    assertThat(HexFormat.of().formatHex(KEK.pepper()))
        .isEqualTo("efb335bacdda2c60e8d31ac92ba5a6ea9a0a62271dac0e3c93ef3eaf09eb23ae");
  }

  @Test
  void neverGivesANonceTwice() {
    NonceSequence nonces = new NonceSequence(new SecureRandom());
    Set<String> seen = new HashSet<>();

    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(HexFormat.of().formatHex(nonces.next()))).isTrue();
    }
  }

  @Test
  void theNewestKeySealsAndEachKnownKeyOpens() {
    DataKey newer = new DataKey("search", "k2", Instant.EPOCH.plusSeconds(1), bytes(3));
    DataKeyRing ring = DataKeyRing.EMPTY.with(newer).with(KEY);

    assertThat(ring.sealer("search").orElseThrow().seal(new byte[1], "e", NONCES.next()).keyId())
        .isEqualTo("k2");
    assertThat(ring.opener("search", "k1")).isPresent();
    assertThat(ring.without("search|k1").opener("search", "k1")).isEmpty();
    assertThat(ring.sealer("ads")).isEmpty();
  }

  @Test
  void anEntryBringsAKeyAndItsTombstoneTakesItOut() {
    DataKeyRing ring =
        DataKeyRing.EMPTY.replay("search|k1", event(KEY.wrap(KEK, NONCES.next())), KEK);

    assertThat(ring.opener("search", "k1")).isPresent();
    assertThat(ring.replay("search|k1", null, KEK).opener("search", "k1")).isEmpty();
  }

  @Test
  void namesTheKeyThatDoesNotUnwrap() {
    var wrapped = event(KEY.wrap(new KeyEncryptionKey(bytes(9)), NONCES.next()));

    assertThatThrownBy(() -> DataKeyRing.EMPTY.replay("search|k1", wrapped, KEK))
        .isInstanceOf(UnreadableContentException.class)
        .hasMessageContaining("search|k1");
  }

  @Test
  void showsNoSecret() {
    assertThat(KEK).hasToString("KeyEncryptionKey[hidden]");
    assertThat(KEY).hasToString("DataKey[search|k1]");
  }

  private static dev.weir.schemas.event.DataKey event(WrappedDataKey wrapped) {
    return new dev.weir.schemas.event.DataKey(
        wrapped.subject(),
        wrapped.keyId(),
        ByteBuffer.wrap(wrapped.nonce()),
        ByteBuffer.wrap(wrapped.wrapped()),
        wrapped.createdAt());
  }

  private static byte[] bytes(int fill) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
