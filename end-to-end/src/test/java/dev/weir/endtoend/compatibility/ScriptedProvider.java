package dev.weir.endtoend.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.MediaSource;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.usage.TokenCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A provider that speaks all dialects over real sockets and answers by what it understood of the
 * request: a caller hears the right text only where its request came through whole.
 */
final class ScriptedProvider implements AutoCloseable {

  /**
   * What every answer costs: 14 of input, 3 of them cached, and 9 of output, 2 of them thinking.
   */
  private static final TokenCounts COUNTS = new TokenCounts(11, 3, 0, 7, 2, 0, 0);

  static final long INPUT_TOKENS = 14;
  static final long OUTPUT_TOKENS = 9;

  /** What Azure says of the prompt before it answers: no choice, no id, no model. */
  private static final String AZURE_FIRST =
      """
      data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[\
      {"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}}}]}

      """;

  private final HttpServer server;
  private final CloudDoors doors = new CloudDoors();

  ScriptedProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  CloudDoors doors() {
    return doors;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      URI asked = exchange.getRequestURI();
      Optional<String> issued = doors.issued(asked, exchange.getRequestHeaders(), body);
      if (issued.isPresent()) {
        send(exchange, 200, "application/json", issued.get().getBytes(UTF_8));
        return;
      }
      Call call = call(asked.getRawPath());
      Dialect dialect = Dialects.of(call.dialect());
      Optional<String> refusal = doors.refusal(asked, exchange.getRequestHeaders());
      if (refusal.isPresent()) {
        error(exchange, dialect, failure(401, ErrorKind.AUTHENTICATION, refusal.get()));
        return;
      }
      switch (dialect.read(body, call.address())) {
        case Reading.Wrong(_, String message) ->
            error(exchange, dialect, failure(400, ErrorKind.INVALID_REQUEST, message));
        case Reading.Read(CanonicalRequest request) -> answer(exchange, dialect, request);
      }
    }
  }

  private record Call(DialectName dialect, CallAddress address) {}

  private static Call call(String path) {
    if (path.endsWith("/chat/completions")) {
      return new Call(DialectName.OPENAI_CHAT, CallAddress.SAYS_NOTHING);
    }
    if (path.endsWith("/responses")) {
      return new Call(DialectName.OPENAI_RESPONSES, CallAddress.SAYS_NOTHING);
    }
    if (path.endsWith("/messages")) {
      return new Call(DialectName.ANTHROPIC, CallAddress.SAYS_NOTHING);
    }
    if (path.endsWith("/converse") || path.endsWith("/converse-stream")) {
      String[] parts = path.split("/", -1);
      return new Call(
          DialectName.BEDROCK, address(parts[parts.length - 2], path.endsWith("-stream")));
    }
    int colon = path.lastIndexOf(':');
    return new Call(
        DialectName.GEMINI,
        address(
            path.substring(path.lastIndexOf('/') + 1, colon),
            path.endsWith(":streamGenerateContent")));
  }

  private static CallAddress address(String model, boolean stream) {
    return new CallAddress(Optional.of(URLDecoder.decode(model, UTF_8)), Optional.of(stream));
  }

  private static void answer(HttpExchange exchange, Dialect dialect, CanonicalRequest request)
      throws IOException {
    if (lastText(request).equals("error")) {
      error(
          exchange,
          dialect,
          failure(400, ErrorKind.INVALID_REQUEST, "the provider does not want this"));
      return;
    }
    List<AnswerEvent> events = events(request);
    AnswerContext context = new AnswerContext("r1", request.model(), true, 1_700_000_000);
    if (!request.stream()) {
      send(exchange, 200, "application/json", dialect.writeDocument(events, context));
      return;
    }
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            dialect.name() == DialectName.BEDROCK
                ? "application/vnd.amazon.eventstream"
                : "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    StreamWriter writer = dialect.streamWriter(context);
    try (OutputStream out = exchange.getResponseBody()) {
      if (CloudDoors.isAzure(exchange.getRequestURI())) {
        out.write(AZURE_FIRST.getBytes(UTF_8));
      }
      for (AnswerEvent event : events) {
        out.write(writer.write(event));
        out.flush();
      }
      out.write(writer.end());
    }
  }

  private static ProviderError failure(int status, ErrorKind kind, String message) {
    return new ProviderError(status, kind, message, Optional.empty(), OptionalLong.empty());
  }

  private static void error(HttpExchange exchange, Dialect dialect, ProviderError error)
      throws IOException {
    send(exchange, error.status(), "application/json", dialect.writeError(error, "r1"));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static List<AnswerEvent> events(CanonicalRequest request) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Started("answer-1", request.model(), 1_700_000_000));
    boolean calls = !request.tools().isEmpty() && results(request).isEmpty();
    if (calls) {
      String tool = ((Tool.Function) request.tools().getFirst()).name();
      call(events, 0, tool, "Oslo");
      call(events, 1, tool, "Rome");
    } else {
      if (!request.reasoning().isUnsaid()) {
        events.add(new AnswerEvent.ThinkingDelta(0, "step "));
        events.add(new AnswerEvent.ThinkingDelta(0, "by step"));
      }
      for (String word : text(request).split("(?<= )", -1)) {
        events.add(new AnswerEvent.TextDelta(0, word));
      }
    }
    events.add(
        new AnswerEvent.Finished(
            0,
            calls ? FinishReason.TOOL_CALLS : FinishReason.STOP,
            Optional.empty(),
            calls ? "tool_calls" : "stop"));
    events.add(new AnswerEvent.Used(COUNTS, Optional.empty()));
    return events;
  }

  private static void call(List<AnswerEvent> events, int number, String tool, String city) {
    events.add(
        new AnswerEvent.ToolCallStarted(0, number, "call_" + number, tool, Optional.empty()));
    events.add(new AnswerEvent.ToolCallDelta(0, number, "{\"city\":"));
    events.add(new AnswerEvent.ToolCallDelta(0, number, "\"" + city + "\"}"));
  }

  private static String text(CanonicalRequest request) {
    List<Part.ToolResult> results = results(request);
    if (!results.isEmpty()) {
      return results.stream()
          .map(result -> city(request, result.callId()) + ": " + textOf(result.content()))
          .collect(Collectors.joining(", "));
    }
    if (request.outputFormat() instanceof OutputFormat.Schema schema) {
      return schema.schema().path("properties").has("answer") ? "{\"answer\":42}" : "no schema";
    }
    for (Part part : parts(request)) {
      if (part instanceof Part.Media media
          && media.source() instanceof MediaSource.Inline(String type, String base64)) {
        return type + " " + base64;
      }
    }
    if (!request.reasoning().isUnsaid()) {
      return "thought through";
    }
    return request.turns().stream()
        .filter(turn -> turn.role() == Turn.Role.SYSTEM || turn.role() == Turn.Role.DEVELOPER)
        .map(turn -> "system: " + textOf(turn.parts()))
        .findFirst()
        .orElse("plain answer");
  }

  private static String city(CanonicalRequest request, String callId) {
    return parts(request).stream()
        .filter(part -> part instanceof Part.ToolCall call && call.id().equals(callId))
        .map(part -> ((Part.ToolCall) part).arguments().replaceAll(".*\"city\":\"(\\w+)\".*", "$1"))
        .findFirst()
        .orElse("no call " + callId);
  }

  private static List<Part> parts(CanonicalRequest request) {
    return request.turns().stream().flatMap(turn -> turn.parts().stream()).toList();
  }

  private static List<Part.ToolResult> results(CanonicalRequest request) {
    return parts(request).stream()
        .filter(Part.ToolResult.class::isInstance)
        .map(Part.ToolResult.class::cast)
        .toList();
  }

  private static String lastText(CanonicalRequest request) {
    return request.turns().isEmpty() ? "" : textOf(request.turns().getLast().parts());
  }

  private static String textOf(List<Part> parts) {
    return parts.stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
