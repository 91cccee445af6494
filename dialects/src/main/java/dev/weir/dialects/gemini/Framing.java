package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dialects.sse.SseText;
import java.io.ByteArrayOutputStream;

/** How the chunks of one stream follow each other. */
sealed interface Framing {

  /** What the path of a stream says about it, from its question mark on; maybe nothing. */
  String query();

  /** A chunk, framed. */
  byte[] chunk(byte[] json);

  /** What stands after the last chunk, whatever that was. */
  byte[] end();

  /** The last chunk, with what stands after it. */
  default byte[] last(byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 16);
    out.writeBytes(chunk(json));
    out.writeBytes(end());
    return out.toByteArray();
  }

  /** Events, which {@code alt=sse} asks for. They have no terminator. */
  record Events() implements Framing {

    @Override
    public String query() {
      return "?alt=sse";
    }

    @Override
    public byte[] chunk(byte[] json) {
      return SseText.data(json);
    }

    @Override
    public byte[] end() {
      return new byte[0];
    }
  }

  /** The elements of one JSON array, which is what Google's servers do unasked. */
  final class Elements implements Framing {

    private boolean begun;

    /** {@code begun}: whether elements went out before. */
    Elements(boolean begun) {
      this.begun = begun;
    }

    @Override
    public String query() {
      return "";
    }

    @Override
    public byte[] chunk(byte[] json) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 3);
      out.writeBytes((begun ? ",\r\n" : "[").getBytes(US_ASCII));
      begun = true;
      out.writeBytes(json);
      return out.toByteArray();
    }

    @Override
    public byte[] end() {
      return (begun ? "\n]" : "[]").getBytes(US_ASCII);
    }
  }
}
