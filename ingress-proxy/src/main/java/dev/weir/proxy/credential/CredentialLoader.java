package dev.weir.proxy.credential;

/** Makes a credential as it is now. Called by one thread, one time after the other. */
@FunctionalInterface
interface CredentialLoader {

  Loaded load() throws UnreadableSecretException, InterruptedException;
}
