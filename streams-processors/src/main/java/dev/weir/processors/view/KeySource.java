package dev.weir.processors.view;

import dev.weir.governance.privacy.ContentCipher;
import java.util.Optional;

/** Where data keys are known. */
@FunctionalInterface
public interface KeySource {

  /** Opens content of this subject; nothing where the key was erased. */
  Optional<ContentCipher> opener(String subject, String keyId);
}
