package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.RequestReading;
import dev.weir.dialects.sse.SseReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sizes that nobody means: each has an end, an error that says which limit it met, and a time that
 * grows with its bytes and not with their square.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AbsurdSizesTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);
  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("gemini-3-pro"), Optional.of(true));
  private static final int CALLS = 100_000;

  private static String turns(DialectName dialect, String text) {
    return switch (dialect) {
      case OPENAI_CHAT ->
          "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
      case OPENAI_RESPONSES -> "{\"model\":\"m\",\"input\":\"" + text + "\"}";
      case ANTHROPIC ->
          "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\""
              + text
              + "\"}]}";
      case GEMINI -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + text + "\"}]}]}";
      case BEDROCK ->
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + text + "\"}]}]}";
    };
  }

  private static Reading read(DialectName dialect, String body) {
    return Dialects.of(dialect).read(body.getBytes(UTF_8), ADDRESS);
  }

  private static String withMember(DialectName dialect, String member) {
    return "{" + member + "," + turns(dialect, "hi").substring(1);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatARequestNestsTooDeep(DialectName dialect) {
    String deep = "\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000);

    assertThat(read(dialect, withMember(dialect, deep)))
        .isInstanceOfSatisfying(
            Reading.Wrong.class, it -> assertThat(it.message()).contains("256 levels"));
  }

  @ParameterizedTest
  @EnumSource
  void saysThatANumberIsTooLong(DialectName dialect) {
    for (String number :
        List.of("9".repeat(1_000_000), "0." + "9".repeat(1_000_000), "1e99999999999")) {
      assertThat(read(dialect, withMember(dialect, "\"long\":" + number)))
          .isInstanceOfSatisfying(
              Reading.Wrong.class,
              it -> assertThat(it.message()).contains("numbers of 100").doesNotContain("999999"));
    }
  }

  @Test
  void saysTheSameWhereAChatRequestIsOnlyLookedAt() {
    byte[] body =
        withMember(DialectName.OPENAI_CHAT, "\"deep\":" + "[".repeat(10_000)).getBytes(UTF_8);

    assertThat(ChatRequestReader.read(body, body.length))
        .isInstanceOfSatisfying(
            RequestReading.Malformed.class, it -> assertThat(it.message()).contains("256 levels"));
  }

  @ParameterizedTest
  @EnumSource
  void saysThatANameIsTooLong(DialectName dialect) {
    assertThat(read(dialect, withMember(dialect, "\"" + "n".repeat(1_000_000) + "\":1")))
        .isInstanceOfSatisfying(
            Reading.Wrong.class, it -> assertThat(it.message()).hasSizeLessThan(1_000));
  }

  @ParameterizedTest
  @EnumSource
  void carriesATextOf32MegabytesThroughEveryDialect(DialectName dialect) {
    String text = "x".repeat(32 * 1024 * 1024);
    Reading reading = read(dialect, turns(dialect, text));

    assertThat(reading).isInstanceOf(Reading.Read.class);
    for (DialectName to : DialectName.values()) {
      byte[] written =
          Dialects.of(to).write(((Reading.Read) reading).request(), new Losses()).body();
      assertThat(written.length).as("%s", to).isBetween(text.length(), text.length() + 10_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesAHistoryOfAHundredThousandCallsInEveryDialect(DialectName to) {
    Reading reading = read(DialectName.OPENAI_CHAT, historyOfCalls());

    byte[] written = Dialects.of(to).write(((Reading.Read) reading).request(), new Losses()).body();

    assertThat(Dialects.of(to).read(written, ADDRESS)).isInstanceOf(Reading.Read.class);
  }

  /** All calls in one turn, their results in the other order. */
  private static String historyOfCalls() {
    StringBuilder calls = new StringBuilder();
    StringBuilder results = new StringBuilder();
    for (int i = 0; i < CALLS; i++) {
      calls
          .append(i == 0 ? "" : ",")
          .append("{\"id\":\"c")
          .append(CALLS - 1 - i)
          .append("\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
      results
          .append(",{\"role\":\"tool\",\"tool_call_id\":\"c")
          .append(i)
          .append("\",\"content\":\"r\"}");
    }
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
        + "{\"role\":\"assistant\",\"tool_calls\":["
        + calls
        + "]}"
        + results
        + "]}";
  }

  @ParameterizedTest
  @EnumSource
  void passesAnAnswerOfAHundredThousandCallsThroughEveryDialect(DialectName to) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("a", "m", 0));
    for (int i = 0; i < CALLS; i++) {
      events.add(new AnswerEvent.ToolCallStarted(0, i, "call_" + i, "f", Optional.empty()));
    }
    for (int i = 0; i < CALLS; i++) {
      events.add(new AnswerEvent.ToolCallDelta(0, i, "{\"i\":"));
      events.add(new AnswerEvent.ToolCallDelta(0, i, i + "}"));
    }
    events.add(new AnswerEvent.Finished(0, FinishReason.TOOL_CALLS, Optional.empty(), "x"));

    StreamWriter writer = Dialects.of(to).streamWriter(CONTEXT);
    StreamReader reader = Dialects.of(to).streamReader();
    List<AnswerEvent> again = new ArrayList<>();
    for (AnswerEvent event : events) {
      byte[] bytes = writer.write(event);
      reader.accept(bytes, 0, bytes.length, again::add);
    }
    byte[] last = writer.end();
    reader.accept(last, 0, last.length, again::add);
    reader.end(again::add);

    assertThat(Dialects.of(to).writeDocument(events, CONTEXT)).isNotEmpty();
    assertThat(again).noneMatch(AnswerEvent.Failed.class::isInstance);
    assertThat(again.stream().filter(AnswerEvent.ToolCallStarted.class::isInstance).count())
        .isEqualTo(CALLS);
  }

  @ParameterizedTest
  @EnumSource
  void failsOnceWhereAnEventIsTooLargeHoweverItsBytesAreCut(DialectName dialect) {
    byte[] piece = "data: {\"x\":\"".getBytes(UTF_8);
    byte[] more = "x".repeat(1024 * 1024).getBytes(UTF_8);
    Dialect provider = Dialects.of(dialect);
    List<AnswerEvent> events = new ArrayList<>();
    StreamReader reader = provider.streamReader();
    reader.accept(piece, 0, piece.length, events::add);
    for (int size = 0; size <= SseReader.EVENT_BYTES_MAX + more.length; size += more.length) {
      reader.accept(more, 0, more.length, events::add);
    }
    reader.end(events::add);

    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            AnswerEvent.Failed.class, it -> assertThat(it.kind()).isEqualTo(ErrorKind.TRUNCATED));
  }

  @ParameterizedTest
  @EnumSource
  void takesADocumentThatNestsTooDeepForNone(DialectName dialect) {
    byte[] deep = ("{\"choices\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}").getBytes(UTF_8);

    assertThat(Json.tree(deep, 0, deep.length)).isEmpty();
    assertThat(Dialects.of(dialect).readDocument(deep))
        .singleElement()
        .isInstanceOf(AnswerEvent.Failed.class);
  }
}
