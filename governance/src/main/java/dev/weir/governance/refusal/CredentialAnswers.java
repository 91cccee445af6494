package dev.weir.governance.refusal;

import dev.weir.governance.identity.CredentialFault;

/** What callers are told whose credential proves nobody: always 401, and what to do next. */
final class CredentialAnswers {

  private CredentialAnswers() {}

  static Answer of(CredentialFault fault) {
    return switch (fault) {
      case CredentialFault.NoCredential() ->
          unidentified(
              "missing_api_key", "No API key was sent. Send one: Authorization: Bearer wk_...");
      case CredentialFault.UnknownKey() ->
          unidentified(
              "invalid_api_key",
              "The API key is not known. Send a Weir key: Authorization: Bearer wk_...");
      case CredentialFault.RevokedKey(_, var at) ->
          unidentified(
              "revoked_api_key", "The API key was revoked at " + at + ". Ask for a new one.");
      case CredentialFault.ExpiredKey(_, var at) ->
          unidentified("expired_api_key", "The API key expired at " + at + ". Ask for a new one.");
      case CredentialFault.TokenTooLong(int max) ->
          unidentified(
              "token_too_long",
              "The token exceeds "
                  + max
                  + " characters. Ask its issuer for one with fewer claims.");
      case CredentialFault.NoToken(String why) ->
          unidentified("invalid_token", "The token cannot be used: " + why + ".");
      case CredentialFault.UnknownIssuer() ->
          unidentified(
              "token_unknown_issuer", "The token's issuer (iss) is none that this gateway trusts.");
      case CredentialFault.UnknownSigner(String issuer) ->
          unidentified(
              "token_unknown_key",
              "Issuer '"
                  + issuer
                  + "' publishes no key that fits the token. Ask it for a new one.");
      case CredentialFault.WrongSignature() ->
          unidentified("token_bad_signature", "The token's signature does not fit the token.");
      case CredentialFault.WrongAudience(var expected) ->
          unidentified(
              "token_wrong_audience",
              "The token was made for another service: its audience (aud) must name one of "
                  + String.join(", ", expected)
                  + ".");
      case CredentialFault.ExpiredToken(var at) ->
          unidentified(
              "token_expired", "The token expired at " + at + ". Ask its issuer for a new one.");
      case CredentialFault.EarlyToken(var from) ->
          unidentified(
              "token_not_yet_valid",
              "The token is valid from " + from + " on. Compare the issuer's clock with this one.");
    };
  }

  private static Answer unidentified(String code, String message) {
    return Answer.of(401, code, message);
  }
}
