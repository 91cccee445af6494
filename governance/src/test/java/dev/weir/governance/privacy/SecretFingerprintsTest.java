package dev.weir.governance.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class SecretFingerprintsTest {

  private static final String SECRET = "correct horse battery staple";

  private final SecretFingerprints fingerprints = of((byte) 1);

  @Test
  void givesASecretTheSameFingerprintEachTime() {
    assertThat(fingerprints.of(SECRET))
        .hasSize(SecretFingerprints.LENGTH_BYTES)
        .isEqualTo(of((byte) 1).of(SECRET));
  }

  @Test
  void givesItAnotherOneInAnotherInstallation() {
    assertThat(fingerprints.of(SECRET)).isNotEqualTo(of((byte) 2).of(SECRET));
  }

  @Test
  void doesNotDependOnHowLinesEnd() {
    assertThat(fingerprints.of("AB\nCD\n"))
        .isEqualTo(fingerprints.of("AB\\r\\nCD"))
        .isEqualTo(fingerprints.of("ABCD"));
  }

  @Test
  void seesThroughAnotherFormOfTheSameLetters() {
    assertThat(fingerprints.of("ＡＢ\u200bＣＤ")).isEqualTo(fingerprints.of("ABCD"));
  }

  @Test
  void isNoPlainHash() throws GeneralSecurityException {
    byte[] plain =
        MessageDigest.getInstance("SHA-256").digest("ABCD".getBytes(StandardCharsets.UTF_8));

    assertThat(fingerprints.of("ABCD")).isNotEqualTo(plain);
  }

  private static SecretFingerprints of(byte first) {
    byte[] secret = new byte[KeyEncryptionKey.LENGTH_BYTES];
    secret[0] = first;
    return new SecretFingerprints(new KeyEncryptionKey(secret));
  }
}
