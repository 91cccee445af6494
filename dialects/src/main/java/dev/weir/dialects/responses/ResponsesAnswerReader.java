package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns documents and streams into events. What follows the end of a response is not read.
 *
 * <p>Of the many types of stream events those count that carry content, its end, usage or an error;
 * the progress of server tools is told by their items alone.
 */
final class ResponsesAnswerReader {

  private final Consumer<AnswerEvent> sink;
  private final OutputReader output;
  private boolean started;
  private boolean ended;

  ResponsesAnswerReader(Consumer<AnswerEvent> sink) {
    this.sink = sink;
    this.output = new OutputReader(sink);
  }

  void document(JsonNode document) {
    if (!document.path("output").isArray()) {
      JsonNode error = document.path("error");
      if (error.isObject() || error.isTextual()) {
        fail(ResponsesErrors.failed(error));
      } else {
        unreadable();
      }
      return;
    }
    response(document, document.path("status").asText("completed"));
  }

  void event(JsonNode event) {
    if (ended) {
      return;
    }
    String type = event.path("type").asText("");
    switch (type) {
      case "response.created", "response.queued", "response.in_progress" ->
          start(event.path("response"));
      case "response.completed", "response.incomplete", "response.failed", "response.cancelled" ->
          response(event.path("response"), type.substring(type.indexOf('.') + 1));
      // As some gateways and the sockets call it.
      case "response.done" -> response(event.path("response"), "completed");
      case "error" -> {
        JsonNode nested = event.path("error");
        fail(ResponsesErrors.failed(nested.isObject() ? nested : event));
      }
      default -> {
        if (type.startsWith("response.")) {
          start(event.path("response"));
          output.event(type, event);
        } else if (event.path("error").isObject()) {
          // Chat's error event, as proxies write it.
          fail(ResponsesErrors.failed(event.path("error")));
        }
      }
    }
  }

  /** The provider's bytes are no answer. */
  void unreadable() {
    fail(ErrorKind.TRUNCATED, "The provider's answer is no JSON of its dialect.");
  }

  void end() {
    fail(ErrorKind.TRUNCATED, "The provider's answer ended before its end.");
  }

  void fail(ErrorKind kind, String message) {
    fail(new AnswerEvent.Failed(kind, message));
  }

  private void fail(AnswerEvent.Failed failed) {
    if (!ended) {
      ended = true;
      sink.accept(failed);
    }
  }

  private void start(JsonNode response) {
    if (!started) {
      started = true;
      sink.accept(
          new AnswerEvent.Started(
              response.path("id").asText(""),
              response.path("model").asText(""),
              response.path("created_at").asLong(0)));
    }
  }

  /** The whole response, at the end of a stream or as a document. */
  private void response(JsonNode response, String event) {
    start(response);
    output.whole(response.path("output"));
    String status = response.path("status").asText(event);
    switch (status) {
      case "completed" ->
          finish(output.waits() ? FinishReason.TOOL_CALLS : FinishReason.STOP, status);
      case "incomplete" -> {
        String reason = response.path("incomplete_details").path("reason").asText(status);
        finish(reasonOf(reason), reason);
      }
      case "failed", "cancelled", "in_progress", "queued" -> {}
      default -> finish(FinishReason.OTHER, status);
    }
    String tier = response.path("service_tier").asText("");
    ResponsesUsage.read(response.path("usage"))
        .ifPresent(it ->
            sink.accept(
                new AnswerEvent.Used(it, tier.isEmpty() ? Optional.empty() : Optional.of(tier))));
    switch (status) {
      case "failed" -> fail(ResponsesErrors.failed(response.path("error")));
      case "cancelled" -> fail(ErrorKind.TRUNCATED, "The provider's answer was cancelled.");
      case "in_progress", "queued" ->
          fail(ErrorKind.TRUNCATED, "The provider's answer has no end.");
      default -> ended = true;
    }
  }

  private void finish(FinishReason reason, String dialectReason) {
    sink.accept(new AnswerEvent.Finished(0, reason, Optional.empty(), dialectReason));
  }

  private static FinishReason reasonOf(String reason) {
    return switch (reason) {
      case "max_output_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }
}
