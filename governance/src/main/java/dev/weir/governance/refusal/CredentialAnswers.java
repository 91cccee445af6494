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
      case CredentialFault.RevokedKey(var at) ->
          unidentified(
              "revoked_api_key", "The API key was revoked at " + at + ". Ask for a new one.");
      case CredentialFault.ExpiredKey(var at) ->
          unidentified("expired_api_key", "The API key expired at " + at + ". Ask for a new one.");
    };
  }

  private static Answer unidentified(String code, String message) {
    return Answer.of(401, code, message);
  }
}
