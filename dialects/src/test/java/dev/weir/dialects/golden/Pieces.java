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
    SplittableRandom random = new SplittableRandom(seed);
    List<AnswerEvent> events = new ArrayList<>();
    StreamReader reader = dialect.streamReader();
    int at = 0;
    while (at < stream.length) {
      int length = Math.min(random.nextInt(1, 41), stream.length - at);
      byte[] piece = new byte[length + 7];
      System.arraycopy(stream, at, piece, 3, length);
      reader.accept(piece, 3, 3 + length, events::add);
      // What it was given is its owner's again.
      Arrays.fill(piece, (byte) 'x');
      at += length;
    }
    reader.end(events::add);
    return events;
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
