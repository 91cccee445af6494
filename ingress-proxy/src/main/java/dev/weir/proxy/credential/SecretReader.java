package dev.weir.proxy.credential;

import dev.weir.governance.policy.CredentialReference;

/** Where the secrets are that a policy refers to. For several threads. */
@FunctionalInterface
public interface SecretReader {

  /**
   * Reads anew; may wait for a file or another machine, for a time that has a limit.
   *
   * @throws UnreadableSecretException where there is none, it may not be read, or its source is
   *     away
   */
  ReadSecret read(CredentialReference reference)
      throws UnreadableSecretException, InterruptedException;
}
