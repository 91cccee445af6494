package dev.weir.proxy.guard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.text.MemberNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The texts in a JSON body of any dialect, each with its place in the bytes, so that one can be
 * exchanged and all other bytes stay as they came. Every string value is a text, and every long
 * whole number and every name of a member, but for what is known to be none: names that the
 * protocols make up, proofs that only their provider reads, and media. What is not known is
 * therefore looked at.
 *
 * @param mediaBytes of content that is no text
 */
record BodyTexts(List<Piece> pieces, long mediaBytes) {

  /**
   * Content, so its text is not shown.
   *
   * @param form what stands in it
   * @param before what is read with it: the name of the member that it is, which may say what it is
   * @param after the same behind it
   */
  record Piece(int start, int end, String text, Form form, String before, String after) {

    Piece(int start, int end, String text, Form form) {
      this(start, end, text, form, "", "");
    }

    @Override
    public String toString() {
      return "Piece[" + start + "," + end + "]";
    }
  }

  /** How a text may be altered. */
  enum Form {
    PLAIN,
    /** JSON itself, the arguments of a tool's call: it has to stay JSON. */
    JSON,
    /** The name of a member. */
    NAME,
    /** What the model thought, under its provider's signature: not at all. */
    SIGNED
  }

  /** A number with fewer digits names nobody. */
  private static final int DIGITS_MIN = 8;

  /** Shorter base64 may be a key, and is text. */
  private static final int MEDIA_CHARACTERS_MIN = 4 * 1024;

  /** The same behind a head that says what it is. */
  private static final int TYPED_MEDIA_CHARACTERS_MIN = 200;

  private static final Pattern DATA_HEAD =
      Pattern.compile("data:[\\w.+-]+/[\\w.+-]+(?:;[\\w=.-]+)*;base64,");

  private static final int DATA_HEAD_MAX = 200;

  /** Names of the protocols. */
  private static final Set<String> STRUCTURE =
      Set.of(
          "model",
          "role",
          "type",
          "id",
          "object",
          "status",
          "index",
          "created",
          "created_at",
          "finish_reason",
          "finishReason",
          "stop_reason",
          "system_fingerprint",
          "service_tier",
          "modelVersion",
          "responseId",
          "tool_call_id",
          "tool_use_id",
          "call_id",
          "item_id",
          "previous_response_id",
          "mime_type",
          "mimeType",
          "media_type",
          "encoding_format",
          "cache_control",
          "seed");

  /** What only the provider reads, and has to come back as it was. */
  private static final Set<String> PROOFS =
      Set.of("signature", "thoughtSignature", "thought_signature", "encrypted_content");

  /** Numbers of the protocols. */
  private static final Set<String> NUMBERS = Set.of("index", "created", "created_at", "seed");

  /** Objects under these names hold what a tool is called with, or what it has answered. */
  private static final Set<String> OF_TOOLS =
      Set.of("input", "arguments", "args", "response", "json");

  private static final int NAME_CHARACTERS_MAX = 512;

  /** A longer value is a text, and says itself what stands in it. */
  private static final int NAMED_CHARACTERS_MAX = 1024;

  /** Under these names stands what is signed. */
  private static final Set<String> SIGNED = Set.of("thinking", "reasoning_details");

  private static final Set<String> MEDIA =
      Set.of("data", "file_data", "fileData", "b64_json", "bytes", "url", "image_url");

  BodyTexts {
    pieces = List.copyOf(pieces);
  }

  /** Nothing where the bytes are no JSON. */
  static Optional<BodyTexts> of(byte[] body, int length) {
    List<Piece> pieces = new ArrayList<>();
    long media = 0;
    try (JsonParser parser = Json.FACTORY.createParser(body, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        String name = parser.currentName() == null ? "" : parser.currentName();
        if (token == JsonToken.FIELD_NAME) {
          if (!isProtocolsMember(name, parser)) {
            pieces.add(member(name, parser, body));
          }
          continue;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
          continue;
        }
        if (isProtocol(name, parser)) {
          continue;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String text = parser.getText();
        if (token == JsonToken.VALUE_STRING && isMedia(name, text)) {
          media += text.length();
        } else if (token == JsonToken.VALUE_STRING) {
          int end = (int) parser.currentLocation().getByteOffset();
          pieces.add(value(start, end, text, form(name, parser.getParsingContext()), parser));
        } else if (wholeDigits(text) >= DIGITS_MIN) {
          pieces.add(value(start, start + text.length(), text, Form.PLAIN, parser));
        }
      }
      return Optional.of(new BodyTexts(pieces, media));
    } catch (IOException _) {
      // Its text may quote the body, so it goes no further.
      return Optional.empty();
    }
  }

  /** Names of the protocols hold nothing where they are the protocols'. */
  private static boolean isProtocolsMember(String name, JsonParser parser) {
    return name.isEmpty()
        || (MemberNames.isProtocols(name) && !isOfTool(parser.getParsingContext()));
  }

  /** The parser is past the colon already: the name's end is looked for. */
  private static Piece member(String name, JsonParser parser, byte[] body) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    int end = start + 1;
    while (body[end] != '"') {
      end += body[end] == '\\' ? 2 : 1;
    }
    JsonStreamContext outer = parser.getParsingContext().getParent();
    return new Piece(
        start, end + 1, name, form("", outer) == Form.SIGNED ? Form.SIGNED : Form.NAME);
  }

  /** With the name that says what it is, where that is none of the protocols'. */
  private static Piece value(int start, int end, String text, Form form, JsonParser parser) {
    JsonStreamContext at = parser.getParsingContext();
    JsonStreamContext named = at;
    while (named.inArray() && named.getParent() != null) {
      named = named.getParent();
    }
    String name = named.getCurrentName();
    if (form != Form.PLAIN
        || name == null
        || text.length() > NAMED_CHARACTERS_MAX
        || !MemberNames.mayTell(name)
        || (MemberNames.isProtocols(name) && !isOfTool(at))) {
      return new Piece(start, end, text, form);
    }
    String quote = parser.currentToken() == JsonToken.VALUE_STRING ? "\"" : "";
    return new Piece(start, end, text, form, '"' + name + "\": " + quote, quote);
  }

  /**
   * Whether it is a name or a proof of the protocol's: it stands where those do, and looks like
   * one.
   */
  private static boolean isProtocol(String name, JsonParser parser) throws IOException {
    boolean structure = STRUCTURE.contains(name);
    if ((!structure && !PROOFS.contains(name)) || isOfTool(parser.getParsingContext())) {
      return false;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return NUMBERS.contains(name);
    }
    String text = parser.getText();
    return structure ? text.length() <= NAME_CHARACTERS_MAX && isToken(text) : isToken(text);
  }

  /**
   * Whether it belongs to what a tool is called with or has answered: names are the tool's there.
   */
  private static boolean isOfTool(JsonStreamContext at) {
    JsonStreamContext inner = at;
    for (JsonStreamContext each = at.getParent(); each != null; each = each.getParent()) {
      if (inner.inObject()
          && each.inObject()
          && each.getCurrentName() != null
          && OF_TOOLS.contains(each.getCurrentName())) {
        return true;
      }
      inner = each;
    }
    return false;
  }

  /** Without spaces, and not of digits alone. */
  private static boolean isToken(String text) {
    boolean letters = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "_.:/+=-".indexOf(c) < 0) {
        return false;
      }
      letters |= letter;
    }
    return letters || text.isEmpty();
  }

  /** Before a point or an exponent. */
  private static int wholeDigits(String number) {
    int digits = 0;
    for (int i = number.startsWith("-") ? 1 : 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c < '0' || c > '9') {
        break;
      }
      digits++;
    }
    return digits;
  }

  private static Form form(String name, JsonStreamContext at) {
    if (name.equals("arguments")) {
      return Form.JSON;
    }
    for (JsonStreamContext each = at; each != null; each = each.getParent()) {
      if (each.getCurrentName() != null && SIGNED.contains(each.getCurrentName())) {
        return Form.SIGNED;
      }
    }
    return Form.PLAIN;
  }

  private static boolean isMedia(String name, String text) {
    if (!MEDIA.contains(name)) {
      return false;
    }
    if (!text.startsWith("data:")) {
      return text.length() >= MEDIA_CHARACTERS_MIN && isBase64(text, 0);
    }
    Matcher head = DATA_HEAD.matcher(text.substring(0, Math.min(text.length(), DATA_HEAD_MAX)));
    return head.lookingAt()
        && text.length() - head.end() >= TYPED_MEDIA_CHARACTERS_MIN
        && isBase64(text, head.end());
  }

  /** In either alphabet; padding stands at the end alone. */
  private static boolean isBase64(String text, int from) {
    int end = text.length();
    while (end > from && end > text.length() - 2 && text.charAt(end - 1) == '=') {
      end--;
    }
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "+/-_".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The body with other texts in the place of some of its own.
   *
   * @param others by the number of the piece
   */
  byte[] exchanged(byte[] body, int length, Map<Integer, String> others) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 64);
    int from = 0;
    for (int i = 0; i < pieces.size(); i++) {
      String other = others.get(i);
      if (other != null) {
        Piece piece = pieces.get(i);
        out.write(body, from, piece.start() - from);
        out.writeBytes(Json.quoted(other));
        from = piece.end();
      }
    }
    out.write(body, from, length - from);
    return out.toByteArray();
  }
}
