package dev.weir.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.dialects.sse.SseReader;
import dev.weir.dialects.usage.TokenCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ChatStreamTest {

  private static final String TEXT =
      "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"h\\u00e9 \u20ac\"}}]}\n\n";
  private static final String STOP =
      "data:{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\r\n\r\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,"
          + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}\n\n";
  private static final String REST = ": ping\n\nevent: x\rdata: [DONE]\r\r\n";
  private static final String ALL = TEXT + STOP + USAGE + REST;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void leavesOutTheUsageEventHoweverTheBytesAreSplit(long seed) {
    ChatStream stream = new ChatStream(true);

    String passed = pass(stream, ALL.getBytes(StandardCharsets.UTF_8), new SplittableRandom(seed));

    assertThat(passed).isEqualTo(TEXT + STOP + REST);
    assertThat(stream.isDone()).isTrue();
    assertThat(stream.facts())
        .isEqualTo(
            new AnswerFacts(
                "m",
                "",
                "stop",
                java.util.Optional.of(new TokenCounts(9, 0, 0, 3, 1, 0, 0)),
                4,
                false));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void passesEveryByteToACallerWhoWantsAll(long seed) {
    String passed =
        pass(
            new ChatStream(false),
            ALL.getBytes(StandardCharsets.UTF_8),
            new SplittableRandom(seed));

    assertThat(passed).isEqualTo(ALL);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void survivesAnyBytes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = ALL.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    ChatStream stream = new ChatStream(random.nextBoolean());

    String passed = pass(stream, bytes, random);

    assertThat(passed.length()).isLessThanOrEqualTo(bytes.length);
  }

  @Test
  void readsAnEventWithoutTheLastBlankLine() {
    ChatStream stream = new ChatStream(true);

    String passed =
        pass(
            stream,
            (TEXT + USAGE.stripTrailing()).getBytes(StandardCharsets.UTF_8),
            new SplittableRandom(1));

    assertThat(passed).isEqualTo(TEXT);
    assertThat(stream.facts().counts()).isPresent();
    assertThat(stream.isDone()).isFalse();
  }

  @Test
  void joinsDataThatIsSpreadOverLines() {
    ChatStream stream = new ChatStream(true);

    pass(
        stream,
        "data: {\"choices\":[],\ndata: \"usage\":{\"prompt_tokens\":1}}\n\n"
            .getBytes(StandardCharsets.UTF_8),
        new SplittableRandom(1));

    assertThat(stream.facts().counts()).contains(TokenCounts.of(1, 0));
  }

  @Test
  void countsAfterAnEventOfSeveralMegabytes() {
    ChatStream stream = new ChatStream(true);
    String picture =
        "data: {\"choices\":[{\"delta\":{\"image\":\"" + "x".repeat(3 << 20) + "\"}}]}\n\n";
    byte[] all = (picture + TEXT + USAGE).getBytes(StandardCharsets.UTF_8);

    String passed = pass(stream, all, new SplittableRandom(3));

    assertThat(passed).isEqualTo(picture + TEXT);
    assertThat(stream.facts().counts()).isPresent();
    assertThat(stream.isBroken()).isFalse();
  }

  @Test
  void breaksWithAnEventBeyondTheLimitHoweverItIsCut() {
    String before = "data: {\"choices\":[]}\n\n";
    String large = "data: \"" + "x".repeat(SseReader.EVENT_BYTES_MAX) + "\"\n\n";
    byte[] all = (before + large + before).getBytes(StandardCharsets.UTF_8);
    for (int piece : new int[] {16 * 1024, all.length}) {
      ChatStream stream = new ChatStream(true);
      var passed = new StringBuilder();
      for (int at = 0; at < all.length; at += piece) {
        ByteBuffer each = stream.accept(all, at, Math.min(all.length, at + piece));
        passed.append(StandardCharsets.UTF_8.decode(each));
      }
      passed.append(StandardCharsets.UTF_8.decode(stream.finish()));

      assertThat(passed).as("pieces of %d bytes", piece).hasToString(before);
      assertThat(stream.isBroken()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openai/chat/openai-text.chunks.txt, 16, 0, 300, 0, stop",
    "openai-compatible/chat/xai-text.chunks.txt, 1, 11, 2, 340, stop"
  })
  void readsRecordedStreams(
      String file, long input, long cached, long output, long reasoning, String finish)
      throws IOException {
    String data = System.getenv("WEIR_DATA_DIR");
    assumeThat(data).as("WEIR_DATA_DIR names the folder of recorded streams").isNotNull();
    List<String> chunks = Files.readAllLines(Path.of(data, "streams", file));
    String all = chunks.stream().map(it -> "data: " + it + "\n\n").collect(Collectors.joining());
    ChatStream stream = new ChatStream(true);

    String passed = pass(stream, all.getBytes(StandardCharsets.UTF_8), new SplittableRandom(7));

    String last = "data: " + chunks.getLast() + "\n\n";
    assertThat(passed + last).isEqualTo(all);
    assertThat(stream.facts().counts())
        .contains(new TokenCounts(input, cached, 0, output, reasoning, 0, 0));
    assertThat(stream.facts().finishReason()).isEqualTo(finish);
    assertThat(stream.facts().textCharacters()).isPositive();
  }

  private static String pass(ChatStream stream, byte[] bytes, SplittableRandom random) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    int at = 0;
    while (at < bytes.length) {
      int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
      copy(stream.accept(bytes, at, to), passed);
      at = to;
    }
    copy(stream.finish(), passed);
    return passed.toString(StandardCharsets.UTF_8);
  }

  private static void copy(ByteBuffer from, ByteArrayOutputStream to) {
    to.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
  }
}
