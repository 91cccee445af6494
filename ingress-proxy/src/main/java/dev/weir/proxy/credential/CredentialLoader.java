package dev.weir.proxy.credential;

/** Makes a credential as it is now. Called by one thread, one time after the other. */
@FunctionalInterface
interface CredentialLoader {

  /** {@code refused}: the provider did not take what was loaded last. */
  Loaded load(boolean refused) throws UnreadableSecretException, InterruptedException;
}
