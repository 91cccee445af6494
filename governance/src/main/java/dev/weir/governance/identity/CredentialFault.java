package dev.weir.governance.identity;

import java.time.Instant;

/**
 * Why a credential proves nobody. What it tells of a key or a token, its holder has proven to hold:
 * to anybody else every key is unknown.
 */
public sealed interface CredentialFault {

  /** None was sent where Weir looks for one. */
  record NoCredential() implements CredentialFault {}

  /** It is no key of this installation, and no token. */
  record UnknownKey() implements CredentialFault {}

  record RevokedKey(Instant at) implements CredentialFault {}

  record ExpiredKey(Instant at) implements CredentialFault {}
}
