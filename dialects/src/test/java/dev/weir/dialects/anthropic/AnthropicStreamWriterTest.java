package dev.weir.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerEvent.Failed;
import dev.weir.dialects.canonical.AnswerEvent.Finished;
import dev.weir.dialects.canonical.AnswerEvent.Foreign;
import dev.weir.dialects.canonical.AnswerEvent.HiddenThinking;
import dev.weir.dialects.canonical.AnswerEvent.RefusalDelta;
import dev.weir.dialects.canonical.AnswerEvent.Started;
import dev.weir.dialects.canonical.AnswerEvent.TextDelta;
import dev.weir.dialects.canonical.AnswerEvent.ThinkingDelta;
import dev.weir.dialects.canonical.AnswerEvent.ThinkingSignature;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallDelta;
import dev.weir.dialects.canonical.AnswerEvent.ToolCallStarted;
import dev.weir.dialects.canonical.AnswerEvent.Used;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.golden.Recordings;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of other providers, written for callers of this dialect. */
final class AnthropicStreamWriterTest {

  private static final AnswerContext CONTEXT =
      new AnswerContext("r1", "asked", true, 1_700_000_000);
  private static final Started STARTED = new Started("", "", 0);
  private static final Finished CALLED =
      new Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "tool_calls");
  private static final Finished STOPPED =
      new Finished(0, FinishReason.STOP, Optional.empty(), "stop");

  private final AnthropicDialect dialect = new AnthropicDialect();

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  private static ToolCallStarted call(int number) {
    return new ToolCallStarted(0, number, "t" + number, "f", Optional.empty());
  }

  private String write(AnswerEvent... events) {
    String written = Pieces.write(dialect, List.of(events), CONTEXT);
    BlockOrder.check(written);
    return written;
  }

  private List<Part> parts(String written) {
    return Gathered.of(Pieces.read(dialect, written)).choices().getFirst().parts();
  }

  @Test
  void writesAWholeStream() {
    String written =
        write(
            STARTED,
            new TextDelta(0, ""),
            new TextDelta(0, "hi"),
            STOPPED,
            new Used(new TokenCounts(1, 20, 300, 4, 5, 0, 0), Optional.empty()));

    assertThat(written)
        .isEqualTo(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_r1","type":"message","role":"assistant","model":"asked","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":1,"cache_creation_input_tokens":300,"cache_read_input_tokens":20,"output_tokens":9,"output_tokens_details":{"thinking_tokens":5}}}

            event: message_stop
            data: {"type":"message_stop"}

            """);
  }

  @Test
  void beginsWithTheUsageThatIsKnown() {
    assertThat(
            write(
                STARTED,
                new Used(TokenCounts.of(17, 1), Optional.of("default")),
                new TextDelta(0, "a"),
                STOPPED))
        .contains("\"input_tokens\":17,\"cache_creation_input_tokens\":0")
        .contains("\"service_tier\":\"standard\"");
  }

  @Test
  void passesTextAtOnce() {
    StreamWriter writer = dialect.streamWriter(CONTEXT);
    byte[] _ = writer.write(STARTED);

    assertThat(new String(writer.write(new TextDelta(0, "now")), UTF_8)).contains("now");
  }

  @Test
  void opensNoBlockForATextThatIsEmpty() {
    assertThat(write(STARTED, call(0), new TextDelta(0, ""), CALLED)).doesNotContain("text");
  }

  @Test
  void keepsTheDeltasOfParallelCallsInBlocksOfTheirOwn() {
    String written =
        write(
            STARTED,
            call(0),
            call(1),
            new ToolCallDelta(0, 0, "{\"a\":"),
            new ToolCallDelta(0, 1, "{\"b\":"),
            new ToolCallDelta(0, 0, "\"}\"}"),
            new ToolCallDelta(0, 1, "2}"),
            CALLED);

    assertThat(parts(written))
        .containsExactly(
            new Part.ToolCall("t0", "f", "{\"a\":\"}\"}"),
            new Part.ToolCall("t1", "f", "{\"b\":2}"));
  }

  @Test
  void passesTheNextCallOnAsSoonAsTheOneBeforeIsWhole() {
    StreamWriter writer = dialect.streamWriter(CONTEXT);
    for (AnswerEvent event :
        List.of(STARTED, call(0), call(1), new ToolCallDelta(0, 1, "{\"b\":"))) {
      byte[] _ = writer.write(event);
    }

    assertThat(new String(writer.write(new ToolCallDelta(0, 0, "{}")), UTF_8))
        .contains("\"id\":\"t1\"", "{\\\"b\\\":");
    assertThat(new String(writer.write(new ToolCallDelta(0, 1, "1}")), UTF_8)).contains("1}");
  }

  @Test
  void keepsTextThatComesWithinACallBehindIt() {
    String written =
        write(
            STARTED,
            call(0),
            new ToolCallDelta(0, 0, "{\"a\""),
            new TextDelta(0, "aside"),
            new ToolCallDelta(0, 0, ":1}"),
            new TextDelta(0, " more"),
            CALLED);

    assertThat(parts(written))
        .containsExactly(new Part.ToolCall("t0", "f", "{\"a\":1}"), new Part.Text("aside more"));
  }

  @Test
  void givesACallWithoutArgumentsNone() {
    String written = write(STARTED, call(0), call(1), CALLED);

    assertThat(parts(written))
        .containsExactly(new Part.ToolCall("t0", "f", "{}"), new Part.ToolCall("t1", "f", "{}"));
  }

  @Test
  void writesArgumentsThatWereCutOffAsTheyCame() {
    String written =
        write(
            STARTED,
            call(0),
            new ToolCallDelta(0, 0, "{\"a\":\"b"),
            new Finished(0, FinishReason.LENGTH, Optional.empty(), "length"));

    assertThat(written).contains("\"stop_reason\":\"max_tokens\"");
    assertThat(parts(written)).containsExactly(new Part.ToolCall("t0", "f", "{\"a\":\"b"));
  }

  @Test
  void waitsForToolsAlsoWhereTheProviderSaysStop() {
    assertThat(write(STARTED, call(0), STOPPED)).contains("\"stop_reason\":\"tool_use\"");
  }

  @Test
  void carriesTheProofsOfOtherProviders() {
    String written =
        write(
            STARTED,
            new ThinkingDelta(0, "g"),
            new ThinkingSignature(0, "abc", DialectName.GEMINI),
            new HiddenThinking(0, "d", DialectName.OPENAI_RESPONSES),
            new ToolCallStarted(0, 0, "t0", "f", Optional.of("xyz")),
            CALLED);

    assertThat(parts(written))
        .contains(
            new Part.Thinking("g", Optional.of("abc"), DialectName.GEMINI),
            new Part.HiddenThinking("d", DialectName.OPENAI_RESPONSES));
    assertThat(written).contains("\"data\":\"weir:call:xyz\"");
  }

  @Test
  void writesAnotherProvidersRefusalAsText() {
    String written = write(STARTED, new RefusalDelta(0, "no"), new RefusalDelta(0, "pe"), STOPPED);

    assertThat(parts(written)).containsExactly(new Part.Text("nope"));
    assertThat(written).contains("\"stop_reason\":\"end_turn\"");
  }

  @Test
  void leavesOutSourcesOfOtherProvidersAndChoicesBesideTheFirst() {
    String written =
        write(
            STARTED,
            new TextDelta(1, "second"),
            new Foreign(0, DialectName.OPENAI_CHAT, "url_citation", Json.newObject()),
            new Finished(1, FinishReason.STOP, Optional.empty(), "stop"),
            STOPPED);

    assertThat(written).doesNotContain("second", "url_citation", "content_block");
  }

  @Test
  void endsWithAnErrorAndNoTerminator() {
    String written =
        write(STARTED, new TextDelta(0, "a"), new Failed(ErrorKind.OVERLOADED, "busy"));

    assertThat(written)
        .endsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                + "\"message\":\"busy\"},\"request_id\":\"r1\"}\n\n");
  }

  @Test
  void saysThatAnAnswerWithoutAnEndIsNone() {
    assertThat(write(STARTED, new TextDelta(0, "a"))).contains("event: error");
  }

  @Test
  void writesEveryRecordedStreamOfChat() {
    ChatDialect chat = ChatDialect.ofOpenAi();
    for (String folder : List.of("openai/chat", "openai-compatible/chat")) {
      for (Path file : Recordings.of(folder, ".chunks.txt")) {
        List<AnswerEvent> events = Pieces.read(chat, Recordings.events(file));

        String written = Pieces.write(dialect, events, CONTEXT);

        BlockOrder.check(written);
        Gathered before = Gathered.of(events);
        Gathered after = Gathered.of(Pieces.read(dialect, written));
        assertThat(after.counts().total()).as(file.toString()).isEqualTo(before.counts().total());
        assertThat(after.choices().getFirst().parts(Part.ToolCall.class))
            .as(file.toString())
            .isEqualTo(before.choices().getFirst().parts(Part.ToolCall.class));
        assertThat(text(after)).as(file.toString()).isEqualTo(text(before));
      }
    }
  }

  private static String text(Gathered answer) {
    return answer.choices().getFirst().parts(Part.Text.class).stream()
        .map(Part.Text::text)
        .reduce("", String::concat);
  }

  /** Pieces of several calls, texts and thoughts in any order that a server may think of. */
  @ParameterizedTest
  @MethodSource("seeds")
  void losesNoPieceInAnyOrder(long seed) {
    var random = new SplittableRandom(seed);
    List<AnswerEvent> events = new ArrayList<>();
    events.add(STARTED);
    String[] left = new String[4];
    int begun = 0;
    StringBuilder said = new StringBuilder();
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          if (begun < left.length) {
            events.add(call(begun));
            left[begun++] = "{\"n\":{\"s\":\"}{\\\"" + seed + "\"},\"l\":[1,2]}";
          }
        }
        case 1 -> {
          events.add(new TextDelta(0, "w" + step));
          said.append("w").append(step);
        }
        default -> {
          if (begun > 0) {
            int which = random.nextInt(begun);
            int length = Math.min(random.nextInt(1, 9), left[which].length());
            events.add(new ToolCallDelta(0, which, left[which].substring(0, length)));
            left[which] = left[which].substring(length);
          }
        }
      }
    }
    for (int i = 0; i < begun; i++) {
      events.add(new ToolCallDelta(0, i, left[i]));
    }
    events.add(CALLED);

    String written = Pieces.write(dialect, events, CONTEXT);

    BlockOrder.check(written);
    Gathered.Choice answer = Gathered.of(Pieces.read(dialect, written)).choices().getFirst();
    assertThat(answer.parts(Part.ToolCall.class))
        .isEqualTo(Gathered.of(events).choices().getFirst().parts(Part.ToolCall.class));
    assertThat(
            answer.parts(Part.Text.class).stream().map(Part.Text::text).reduce("", String::concat))
        .isEqualTo(said.toString());
  }
}
