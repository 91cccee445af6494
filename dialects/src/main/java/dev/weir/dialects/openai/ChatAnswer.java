package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** An answer in one piece of JSON, watched as its bytes pass. */
public final class ChatAnswer {

  private static final byte[] NONE = new byte[0];

  /** More white space after a comma than this is no longer waited for. */
  private static final int TAIL_BYTES_MAX = 64;

  private final AnswerScan scan = new AnswerScan();
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private int depth;
  private boolean object;
  private boolean closed;
  private boolean named;
  private boolean broken;

  /**
   * A comma at the end of a piece, with white space after it. The parser is given it with what
   * follows: where the two come apart, it lets a comma before a closing bracket pass.
   */
  private byte[] tail = NONE;

  public ChatAnswer() {
    try {
      parser = Json.FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new UncheckedIOException("a parser without input does not read", e);
    }
    feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
  }

  /** Takes the next bytes; they are not kept. */
  public void accept(byte[] bytes, int from, int to) {
    if (broken || from == to) {
      return;
    }
    if (tail.length > 0) {
      byte[] joined = Arrays.copyOf(tail, tail.length + to - from);
      System.arraycopy(bytes, from, joined, tail.length, to - from);
      tail = NONE;
      feedWithoutTail(joined, 0, joined.length);
    } else {
      feedWithoutTail(bytes, from, to);
    }
  }

  private void feedWithoutTail(byte[] bytes, int from, int to) {
    int last = to - 1;
    while (last >= from && to - last <= TAIL_BYTES_MAX && isSpace(bytes[last])) {
      last--;
    }
    int end = last >= from && bytes[last] == ',' ? last : to;
    tail = end < to ? Arrays.copyOfRange(bytes, end, to) : NONE;
    if (from < end) {
      feed(bytes, from, end);
    }
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t';
  }

  private void feed(byte[] bytes, int from, int to) {
    try {
      feeder.feedInput(bytes, from, to);
      drain();
    } catch (JsonProcessingException e) {
      broken = true;
    } catch (IOException e) {
      throw new UncheckedIOException("an array does not fail to read", e);
    }
  }

  /** Whether these bytes were exactly one JSON object; to be asked once, at the end. */
  public boolean isWhole() {
    if (tail.length > 0) {
      // No document ends with a comma.
      broken = true;
    }
    if (!broken) {
      feeder.endOfInput();
      try {
        drain();
        parser.close();
      } catch (IOException e) {
        broken = true;
      }
    }
    return !broken && closed && object;
  }

  public AnswerFacts facts() {
    return AnswerFacts.of(scan);
  }

  private void drain() throws IOException {
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.NOT_AVAILABLE;
        token = parser.nextToken()) {
      // A member without a value is none; the parser lets it pass where a piece ends at its colon.
      if (closed || (named && token.isStructEnd())) {
        broken = true;
        return;
      }
      named = token == JsonToken.FIELD_NAME;
      watch(token);
      scan.token(token, parser);
    }
  }

  private void watch(JsonToken token) {
    if (depth == 0) {
      object = token == JsonToken.START_OBJECT;
    }
    if (token.isStructStart()) {
      depth++;
    } else if (token.isStructEnd()) {
      depth--;
    }
    closed = depth == 0;
  }
}
