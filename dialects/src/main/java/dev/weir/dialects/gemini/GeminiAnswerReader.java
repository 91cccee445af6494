package dev.weir.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.usage.TokenCounts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns documents and chunks, which have one form, into events. How a candidate ended and the last
 * usage are told at the end, because a chunk may still follow.
 */
final class GeminiAnswerReader {

  private static final int CANDIDATES_MAX = 128;

  private final Consumer<AnswerEvent> sink;
  private final Map<Integer, CandidateReader> candidates = new TreeMap<>();
  private boolean started;
  private boolean failed;
  private String blocked = "";
  private String blockedWords = "";
  private Optional<AnswerEvent.Used> used = Optional.empty();

  GeminiAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
  }

  void document(JsonNode document) {
    boolean answer = document.has("candidates") || document.has("promptFeedback");
    if (!answer && !document.has("error")) {
      unreadable();
      return;
    }
    chunk(document);
    end();
  }

  void chunk(JsonNode chunk) {
    if (failed) {
      return;
    }
    JsonNode error = chunk.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      AnswerEvent.Failed event = GeminiErrors.inStream(error);
      fail(event.kind(), event.message());
      return;
    }
    start(chunk);
    int place = 0;
    for (JsonNode candidate : chunk.path("candidates")) {
      int number = candidate.path("index").asInt(place++);
      if (number >= 0 && number < CANDIDATES_MAX) {
        candidates.computeIfAbsent(number, it -> new CandidateReader(it, sink)).take(candidate);
      }
    }
    String reason = chunk.path("promptFeedback").path("blockReason").asText("");
    if (!reason.isEmpty()) {
      blocked = reason;
      blockedWords = chunk.path("promptFeedback").path("blockReasonMessage").asText("");
    }
    JsonNode usage = chunk.path("usageMetadata");
    Optional<TokenCounts> counts = GeminiUsage.read(usage);
    if (counts.isPresent()) {
      used =
          Optional.of(
              new AnswerEvent.Used(
                  counts.get(), ServiceTiers.read(usage.path("serviceTier").asText(""))));
      used.ifPresent(sink);
    }
  }

  private void start(JsonNode chunk) {
    boolean answer = chunk.has("candidates") || chunk.has("promptFeedback");
    if (started || (!answer && chunk.path("responseId").asText("").isEmpty())) {
      return;
    }
    started = true;
    sink.accept(
        new AnswerEvent.Started(
            chunk.path("responseId").asText(""),
            chunk.path("modelVersion").asText(""),
            secondsOf(chunk.path("createTime").asText(""))));
  }

  private static long secondsOf(String time) {
    try {
      return time.isEmpty() ? 0 : Math.max(0, Instant.parse(time).getEpochSecond());
    } catch (DateTimeException _) {
      return 0;
    }
  }

  /** The provider's bytes are no answer. */
  void unreadable() {
    fail(ErrorKind.TRUNCATED, "The provider's answer is no JSON of its dialect.");
  }

  void fail(ErrorKind kind, String message) {
    if (!failed) {
      failed = true;
      sink.accept(new AnswerEvent.Failed(kind, message));
    }
  }

  void end() {
    if (failed) {
      return;
    }
    boolean finished = !candidates.isEmpty();
    for (CandidateReader each : candidates.values()) {
      finished &= each.end();
    }
    if (candidates.isEmpty() && !blocked.isEmpty()) {
      finished = true;
      if (!blockedWords.isEmpty()) {
        sink.accept(CandidateReader.finishMessage(0, blockedWords));
      }
      sink.accept(
          new AnswerEvent.Finished(0, FinishReason.CONTENT_FILTER, Optional.empty(), blocked));
    }
    if (finished) {
      used.ifPresent(sink);
    } else {
      fail(ErrorKind.TRUNCATED, "The provider's answer ended before its end.");
    }
  }
}
