package dev.weir.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer in one piece of JSON, watched as its bytes pass. */
public final class ChatAnswer {

  private final AnswerScan scan = new AnswerScan();
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private int depth;
  private boolean object;
  private boolean closed;
  private boolean named;
  private boolean broken;

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
