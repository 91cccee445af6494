package dev.weir.governance.identity;

import java.time.Instant;
import java.util.SortedSet;

/**
 * Why a credential proves nobody. What it tells of a key or a token, its holder has proven to hold:
 * to anybody else every key is unknown.
 */
public sealed interface CredentialFault {

  /** None was sent where Weir looks for one. */
  record NoCredential() implements CredentialFault {}

  /** It is no key of this installation, and no token. */
  record UnknownKey() implements CredentialFault {}

  record RevokedKey(String keyId, Instant at) implements CredentialFault {}

  record ExpiredKey(String keyId, Instant at) implements CredentialFault {}

  /** A token that is longer than Weir reads. */
  record TokenTooLong(int maxCharacters) implements CredentialFault {}

  /** It looks like a token, and is none that Weir takes; {@code why} quotes nothing of it. */
  record NoToken(String why) implements CredentialFault {}

  /** The token names an issuer that the policy does not. */
  record UnknownIssuer() implements CredentialFault {}

  /** The issuer publishes no key like the one that is said to have signed. */
  record UnknownSigner(String issuer) implements CredentialFault {}

  record WrongSignature() implements CredentialFault {}

  /** Made for another service. */
  record WrongAudience(SortedSet<String> expected) implements CredentialFault {}

  record ExpiredToken(Instant at) implements CredentialFault {}

  /** Not valid before {@code from}, which is further off than clocks may differ. */
  record EarlyToken(Instant from) implements CredentialFault {}
}
