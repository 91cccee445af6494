package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Streams, cut at any places. */
public final class Pieces {

  private Pieces() {}

  /** Reads the whole stream in one piece. */
  public static List<AnswerEvent> read(Dialect dialect, byte[] stream) {
    List<AnswerEvent> events = new ArrayList<>();
    StreamReader reader = dialect.streamReader();
    reader.accept(stream, 0, stream.length, events::add);
    reader.end(events::add);
    return events;
  }

  public static List<AnswerEvent> read(Dialect dialect, String stream) {
    return read(dialect, stream.getBytes(UTF_8));
  }

  /** Reads the stream in pieces of 1 to 40 bytes, each from an array of its own. */
  public static List<AnswerEvent> read(Dialect dialect, byte[] stream, long seed) {
    List<AnswerEvent> events = new ArrayList<>();
    StreamReader reader = dialect.streamReader();
    for (byte[] bytes : cut(stream, seed)) {
      byte[] piece = new byte[bytes.length + 7];
      System.arraycopy(bytes, 0, piece, 3, bytes.length);
      reader.accept(piece, 3, 3 + bytes.length, events::add);
      // What it was given is its owner's again.
      Arrays.fill(piece, (byte) 'x');
    }
    reader.end(events::add);
    return events;
  }

  /** The bytes in pieces of 1 to 40. */
  public static List<byte[]> cut(byte[] bytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int to = Math.min(at + random.nextInt(1, 41), bytes.length);
      pieces.add(Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
    return pieces;
  }

  /** Writes these events as a stream. */
  public static String write(Dialect dialect, List<AnswerEvent> events, AnswerContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamWriter writer = dialect.streamWriter(context);
    events.forEach(event -> out.writeBytes(writer.write(event)));
    out.writeBytes(writer.end());
    return out.toString(UTF_8);
  }

  /** Some bytes of the input altered, left out or doubled. */
  public static byte[] mutated(byte[] input, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length);
    for (byte each : input) {
      switch (random.nextInt(200)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> {}
        case 2 -> {
          out.write(each);
          out.write(each);
        }
        case 3 -> out.write("{}[]\":,\n\\0".charAt(random.nextInt(10)));
        default -> out.write(each);
      }
    }
    return out.toByteArray();
  }
}
