package dev.weir.standalone.trace;

import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.secret.SecretRules;
import dev.weir.governance.privacy.SecretFingerprints;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * What to look for: the fingerprints of a text as a whole and of every secret in it, so that a line
 * of a settings file, a URL with its password or a key file can be asked for as it is.
 */
public final class SoughtSecrets {

  private final Set<ByteBuffer> hashes;

  private SoughtSecrets(Set<ByteBuffer> hashes) {
    this.hashes = Set.copyOf(hashes);
  }

  public static SoughtSecrets in(String text, SecretFingerprints fingerprints) {
    Set<ByteBuffer> hashes = new HashSet<>();
    hashes.add(ByteBuffer.wrap(fingerprints.of(text)));
    for (Finding finding : SecretRules.scan().scan(text)) {
      hashes.add(ByteBuffer.wrap(fingerprints.of(finding.in(text))));
    }
    return new SoughtSecrets(hashes);
  }

  boolean contains(ByteBuffer keyedHash) {
    return hashes.contains(keyedHash);
  }
}
