package dev.weir.dialects.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.count.CountEstimate;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.embedding.EmbeddingDialect;
import dev.weir.dialects.embedding.EmbeddingReading;
import dev.weir.dialects.embedding.EmbeddingRequest;
import dev.weir.dialects.embedding.EmbeddingRequestParser;
import dev.weir.dialects.embedding.EmbeddingService;
import dev.weir.dialects.embedding.EmbeddingWriter;
import dev.weir.dialects.golden.Pieces;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.ChatAnswer;
import dev.weir.dialects.passage.PassedUsage;
import dev.weir.dialects.realtime.RealtimeDone;
import dev.weir.dialects.realtime.RealtimeEvent;
import dev.weir.dialects.realtime.RealtimeReader;
import dev.weir.dialects.realtime.RealtimeText;
import dev.weir.dialects.responses.ResponseCreate;
import dev.weir.dialects.responses.SocketMemory;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What holds for any bytes of what there is beside chats and their answers. */
final class SurfacePromises {

  private static final CallAddress ADDRESS =
      new CallAddress(Optional.of("gemini-3-pro"), Optional.of(false));

  private SurfacePromises() {}

  /** A document that passes is known the same however it is cut. */
  static void passedDocument(byte[] bytes) {
    ChatAnswer whole = new ChatAnswer();
    whole.accept(bytes, 0, bytes.length);
    ChatAnswer pieces = new ChatAnswer();
    for (byte[] piece : Pieces.cut(bytes, Promises.seedOf(bytes))) {
      pieces.accept(piece, 0, piece.length);
    }

    assertThat(pieces.isWhole()).isEqualTo(whole.isWhole());
    assertThat(pieces.facts()).isEqualTo(whole.facts());
  }

  /** Usage is found or not; there are no negative counts, whose constructor would throw. */
  static void passedUsage(byte[] bytes) {
    Json.tree(bytes, 0, bytes.length)
        .flatMap(PassedUsage::of)
        .ifPresent(counts -> assertThat(counts.total()).isNotNegative());
  }

  /** A message of a Responses socket is a request with a stream, or its fault is named. */
  static void responsesMessage(byte[] bytes) {
    SocketMemory memory = new SocketMemory(bytes.length);
    switch (ResponseCreate.read(bytes, bytes.length, memory)) {
      case ResponseCreate.Reading.Wrong(String message) -> assertThat(message).isNotEmpty();
      case ResponseCreate.Reading.Asks(byte[] body) -> {
        JsonNode ask = Json.tree(body, 0, body.length).orElseThrow();
        assertThat(ask.path("stream").asBoolean()).isTrue();
        assertThat(ask.has("type")).isFalse();
      }
    }
    memory.sees(bytes);
    assertThat(memory.bytes()).isLessThanOrEqualTo(bytes.length);
  }

  /** An event is the same event without its audio, and with a name. */
  static void realtimeMessage(byte[] bytes) {
    RealtimeDone.of(bytes, bytes.length);
    Optional<RealtimeEvent> read = RealtimeReader.read(bytes, bytes.length);
    if (read.isEmpty()) {
      return;
    }
    RealtimeEvent event = read.get();
    int end = 0;
    for (RealtimeEvent.Span span : event.audio()) {
      assertThat(span.from()).isBetween(end, span.to());
      end = span.to();
    }
    assertThat(end).isLessThanOrEqualTo(bytes.length);

    byte[] silent = event.withoutAudio(bytes, bytes.length);
    byte[] named = RealtimeText.named(bytes, bytes.length, "weir_1");

    assertThat(RealtimeReader.read(silent, silent.length))
        .get()
        .extracting(RealtimeEvent::type, RealtimeEvent::responseId)
        .containsExactly(event.type(), event.responseId());
    assertThat(RealtimeReader.read(named, named.length))
        .get()
        .extracting(RealtimeEvent::type)
        .isEqualTo(event.type());
  }

  /** A request for vectors is written for every provider, or its fault is named. */
  static void embeddingRequest(byte[] bytes) {
    switch (EmbeddingRequestParser.read(bytes)) {
      case EmbeddingReading.Wrong(String message) ->
          assertThat(message).isNotEmpty().hasSizeLessThan(10_000);
      case EmbeddingReading.Read(EmbeddingRequest request) -> {
        assertThat(request.inputs().count()).isPositive();
        assertThat(request.inputs().tokens()).isNotNegative();
        dialects()
            .forEach(dialect -> {
              Losses losses = new Losses();
              byte[] written = dialect.write(request, losses).body();
              if (losses.refused().isEmpty()) {
                assertThat(Json.tree(written, 0, written.length)).isPresent();
              }
            });
      }
    }
  }

  /** Vectors are read by the words of each provider, and written as JSON. */
  static void embeddingAnswer(byte[] bytes) {
    dialects()
        .forEach(dialect ->
            dialect
                .read(bytes)
                .ifPresent(answer -> {
                  byte[] written = EmbeddingWriter.write(answer, "m", 1, true);
                  assertThat(Json.tree(written, 0, written.length)).isPresent();
                }));
  }

  private static Stream<EmbeddingDialect> dialects() {
    return Stream.of(EmbeddingService.values()).flatMap(it -> it.dialect().stream());
  }

  /** What is to be counted is estimated, and written for who counts, or its fault is named. */
  static void countRequest(byte[] bytes) {
    Stream.of(
            dev.weir.dialects.anthropic.CountTokens.read(bytes),
            dev.weir.dialects.gemini.CountTokens.read(bytes, ADDRESS))
        .forEach(SurfacePromises::counted);
  }

  private static void counted(Reading reading) {
    switch (reading) {
      case Reading.Wrong(_, String message) -> assertThat(message).isNotEmpty();
      case Reading.Read(var request) -> {
        assertThat(CountEstimate.of(request)).isNotNegative();
        for (CountService service : CountService.values()) {
          if (service != CountService.NONE) {
            byte[] written = service.write(request, new Losses()).body();
            assertThat(Json.tree(written, 0, written.length)).isPresent();
          }
        }
      }
    }
  }

  /** A count is none or not negative. */
  static void countAnswer(byte[] bytes) {
    for (CountService service : CountService.values()) {
      OptionalLong count = service.readReply(bytes);
      assertThat(count.orElse(0)).isNotNegative();
    }
  }
}
