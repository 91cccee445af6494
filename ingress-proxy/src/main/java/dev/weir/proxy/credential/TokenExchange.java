package dev.weir.proxy.credential;

/** Gets an access token for a secret. May wait for another machine, for a limited time. */
@FunctionalInterface
interface TokenExchange {

  AccessToken exchange(SecretText secret) throws UnreadableSecretException, InterruptedException;
}
