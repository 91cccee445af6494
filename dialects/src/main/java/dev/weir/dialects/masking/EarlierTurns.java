package dev.weir.dialects.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Turns that lie with the provider: Responses' {@code previous_response_id} and {@code
 * conversation}. They hold placeholders that counted from one, as this request's would.
 */
final class EarlierTurns {

  private static final String CHARACTERS = "ABCDEFGHJKMNPQRSTUVWXYZ123456789";
  private static final int TAG_CHARACTERS = 6;

  private EarlierTurns() {}

  /** Whether the request goes on from what its provider keeps. */
  static boolean lieWithProvider(DialectName dialect, byte[] body, int length) {
    if (dialect != DialectName.OPENAI_RESPONSES) {
      return false;
    }
    try (JsonParser parser = Json.FACTORY.createParser(body, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean said = parser.nextToken() != JsonToken.VALUE_NULL;
        if (said && (name.equals("previous_response_id") || name.equals("conversation"))) {
          return true;
        }
        parser.skipChildren();
      }
      return false;
    } catch (IOException _) {
      // No JSON: there is nothing to mask in it either.
      return false;
    }
  }

  /**
   * A mark for the placeholders of one request. Made of its id and not of its body: even a few bits
   * of a body's hash would tell a guessed value from a wrong one.
   */
  static String tag(String requestId) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(UTF_8));
      StringBuilder tag = new StringBuilder(TAG_CHARACTERS);
      for (int i = 0; i < TAG_CHARACTERS; i++) {
        tag.append(CHARACTERS.charAt(hash[i] & 31));
      }
      return tag.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
