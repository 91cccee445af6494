package dev.weir.dialects.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.blame.Blame;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.ChatStream;
import dev.weir.dialects.sse.SseReader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * What holds for any bytes: nothing is thrown; how a stream is cut changes nothing; what is written
 * has an end that the input sets; what one dialect writes, the same dialect reads.
 */
public final class Promises {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);
  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("gemini-3-pro"), Optional.of(true));

  /** A writer may say a text several times, escaped, and more for each event; never without end. */
  private static final long WRITTEN_FOR_A_BYTE = 32;

  private static final long WRITTEN_FOR_AN_EVENT = 32 * 1024;

  /** Schemas may grow when what they refer to takes its place. */
  private static final long WRITTEN_FOR_SCHEMAS = 16L * 1024 * 1024;

  private Promises() {}

  /** Framing of events: the same data however the bytes are cut, and no more than came. */
  static void events(byte[] bytes) {
    List<byte[]> whole = new ArrayList<>();
    SseReader reader = new SseReader();
    reader.accept(bytes, 0, bytes.length, (data, from, to) -> whole.add(copy(data, from, to)));
    reader.end((data, from, to) -> whole.add(copy(data, from, to)));

    List<byte[]> cut = new ArrayList<>();
    SseReader other = new SseReader();
    for (byte[] piece : Pieces.cut(bytes, seedOf(bytes))) {
      other.accept(piece, 0, piece.length, (data, from, to) -> cut.add(copy(data, from, to)));
    }
    other.end((data, from, to) -> cut.add(copy(data, from, to)));

    assertThat(cut).usingElementComparator(Arrays::compare).isEqualTo(whole);
    assertThat(whole.stream().mapToLong(it -> it.length).sum()).isLessThanOrEqualTo(bytes.length);
  }

  /** A stream that passes: all of its bytes, however they are cut. */
  static void passed(byte[] bytes) {
    ChatStream whole = new ChatStream(false);
    byte[] once = pass(whole, List.of(bytes));
    ChatStream pieces = new ChatStream(false);
    byte[] cut = pass(pieces, Pieces.cut(bytes, seedOf(bytes)));

    assertThat(cut).isEqualTo(once);
    assertThat(pieces.isDone()).isEqualTo(whole.isDone());
    assertThat(pieces.isBroken()).isEqualTo(whole.isBroken());
    assertThat(pieces.facts()).isEqualTo(whole.facts());
    if (whole.isBroken()) {
      assertThat(Arrays.copyOf(bytes, once.length)).isEqualTo(once);
    } else {
      assertThat(once).isEqualTo(bytes);
    }
    assertThat(pass(new ChatStream(true), List.of(bytes)).length).isLessThanOrEqualTo(bytes.length);
  }

  private static byte[] pass(ChatStream stream, List<byte[]> pieces) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      append(stream.accept(piece, 0, piece.length), out);
    }
    append(stream.finish(), out);
    return out.toByteArray();
  }

  private static void append(ByteBuffer bytes, ByteArrayOutputStream out) {
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  /** The quick look at a Chat request, which goes before all others. */
  static void quickRequest(byte[] body) {
    assertThat(ChatRequestReader.read(body, body.length)).isNotNull();
  }

  /** A request is read and can be written in every dialect, or its fault is named. */
  static void request(DialectName from, byte[] body) {
    switch (Dialects.of(from).read(body, ADDRESS)) {
      case Reading.Wrong(String field, String message) -> {
        assertThat(message).isNotEmpty().hasSizeLessThan(10_000);
        assertThat(field).hasSizeLessThan(10_000);
      }
      case Reading.Read(CanonicalRequest request) -> {
        for (DialectName to : Dialects.names()) {
          Losses losses = new Losses();
          byte[] written = Dialects.of(to).write(request, losses).body();

          assertThat((long) written.length)
              .isLessThanOrEqualTo(bound(body, 1, WRITTEN_FOR_SCHEMAS));
          assertThat(Json.tree(written, 0, written.length)).isPresent();
          if (losses.refused().isEmpty()) {
            assertThat(Dialects.of(to).read(written, ADDRESS))
                .as("%s reads what it wrote", to)
                .isInstanceOf(Reading.Read.class);
          }
        }
      }
    }
  }

  /** An answer in one document reads as events that end once, and is written in every dialect. */
  static void document(DialectName from, byte[] body) {
    List<AnswerEvent> events = Dialects.of(from).readDocument(body);

    endsOnce(events);
    assertThat(events).isNotEmpty();
    for (DialectName to : Dialects.names()) {
      byte[] written = Dialects.of(to).writeDocument(events, CONTEXT);

      assertThat((long) written.length).isLessThanOrEqualTo(bound(body, events.size(), 0));
      assertThat(Json.tree(written, 0, written.length)).as("%s writes JSON", to).isPresent();
    }
  }

  /** A stream reads as the same events however it is cut, and is written in every dialect. */
  static void stream(DialectName from, byte[] bytes) {
    Dialect dialect = Dialects.of(from);
    List<AnswerEvent> events = Pieces.read(dialect, bytes);

    assertThat(Pieces.read(dialect, bytes, seedOf(bytes))).isEqualTo(events);
    if (bytes.length <= 2_000) {
      assertThat(byteByByte(dialect, bytes)).isEqualTo(events);
    }
    endsOnce(events);
    for (DialectName to : Dialects.names()) {
      written(Dialects.of(to), events, bytes);
    }
    written(Dialects.geminiArrays(), events, bytes);
  }

  private static List<AnswerEvent> byteByByte(Dialect dialect, byte[] bytes) {
    List<AnswerEvent> events = new ArrayList<>();
    StreamReader reader = dialect.streamReader();
    for (int i = 0; i < bytes.length; i++) {
      reader.accept(bytes, i, i + 1, events::add);
    }
    reader.end(events::add);
    return events;
  }

  private static void written(Dialect to, List<AnswerEvent> events, byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamWriter writer = to.streamWriter(CONTEXT);
    for (AnswerEvent event : events) {
      out.writeBytes(writer.write(event));
    }
    out.writeBytes(writer.end());

    assertThat((long) out.size()).isLessThanOrEqualTo(bound(input, events.size(), 0));
    List<AnswerEvent> again = Pieces.read(to, out.toByteArray());
    endsOnce(again);
    if (isWhole(events)) {
      assertThat(again).as("%s reads what it wrote", to.name()).noneMatch(Promises::isFailure);
      assertThat(text(again)).as("%s keeps the text", to.name()).isEqualTo(text(events));
    }
  }

  /** Whether each choice came to its end, and the one that every dialect has in words alone. */
  private static boolean isWhole(List<AnswerEvent> events) {
    boolean ended =
        events.stream()
            .anyMatch(it ->
                it instanceof AnswerEvent.Finished end
                    && end.choice() == 0
                    && end.reason() != FinishReason.REFUSAL);
    boolean odd =
        events.stream().anyMatch(it -> isFailure(it) || it instanceof AnswerEvent.RefusalDelta);
    boolean goesOn =
        events.stream()
            .dropWhile(it -> !(it instanceof AnswerEvent.Finished))
            .anyMatch(
                it -> !(it instanceof AnswerEvent.Finished) && !(it instanceof AnswerEvent.Used));
    return ended && !odd && !goesOn && speaking(events).stream().allMatch(it -> ends(events, it));
  }

  private static Set<Integer> speaking(List<AnswerEvent> events) {
    Set<Integer> choices = new HashSet<>();
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.TextDelta it -> choices.add(it.choice());
        case AnswerEvent.RefusalDelta it -> choices.add(it.choice());
        case AnswerEvent.ThinkingDelta it -> choices.add(it.choice());
        case AnswerEvent.ThinkingSignature it -> choices.add(it.choice());
        case AnswerEvent.HiddenThinking it -> choices.add(it.choice());
        case AnswerEvent.ToolCallStarted it -> choices.add(it.choice());
        case AnswerEvent.ToolCallDelta it -> choices.add(it.choice());
        case AnswerEvent.CustomCallStarted it -> choices.add(it.choice());
        case AnswerEvent.CustomCallDelta it -> choices.add(it.choice());
        case AnswerEvent.Foreign it -> choices.add(it.choice());
        case AnswerEvent.Started _,
            AnswerEvent.Finished _,
            AnswerEvent.Used _,
            AnswerEvent.Failed _ -> {}
      }
    }
    return choices;
  }

  private static boolean ends(List<AnswerEvent> events, int choice) {
    return events.stream()
        .anyMatch(it -> it instanceof AnswerEvent.Finished end && end.choice() == choice);
  }

  private static String text(List<AnswerEvent> events) {
    StringBuilder text = new StringBuilder();
    for (AnswerEvent event : events) {
      if (event instanceof AnswerEvent.TextDelta(int choice, String more) && choice == 0) {
        text.append(more);
      }
    }
    return text.toString();
  }

  private static boolean isFailure(AnswerEvent event) {
    return event instanceof AnswerEvent.Failed;
  }

  /** After a failure nothing is said; without an end there is a failure. */
  private static void endsOnce(List<AnswerEvent> events) {
    long failures = events.stream().filter(Promises::isFailure).count();
    assertThat(failures).isLessThanOrEqualTo(1);
    if (failures == 1) {
      assertThat(events.getLast()).isInstanceOf(AnswerEvent.Failed.class);
    } else {
      assertThat(events).anyMatch(AnswerEvent.Finished.class::isInstance);
    }
  }

  /** An error of any form has a kind and a text, and is written in every dialect. */
  static void error(byte[] body) {
    int status = 400 + Math.floorMod((int) seedOf(body), 200);
    for (int blamed : new int[] {403, 404, 429}) {
      assertThat(Blame.of(blamed, body, "m")).isNotNull();
    }
    for (DialectName from : Dialects.names()) {
      ProviderError error = Dialects.of(from).readError(status, body);

      assertThat(error.message()).isNotEmpty();
      for (DialectName to : Dialects.names()) {
        byte[] written = Dialects.of(to).writeError(error, "r1");

        assertThat((long) written.length).isLessThanOrEqualTo(bound(body, 1, 0));
        assertThat(Json.tree(written, 0, written.length)).isPresent();
      }
    }
  }

  private static long bound(byte[] input, int events, long more) {
    return input.length * WRITTEN_FOR_A_BYTE + (events + 4) * WRITTEN_FOR_AN_EVENT + more;
  }

  static long seedOf(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static byte[] copy(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
