package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.bedrock.Frames;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From one dialect into another, from text to text, as the golden tests state it. */
final class Translation {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  /** A request as it was written. */
  record Written(JsonNode body, ToolNames names, List<String> dropped, List<String> refused) {

    JsonNode at(String pointer) {
      return body.at(pointer);
    }
  }

  private Translation() {}

  static JsonNode json(String text) {
    return Json.tree(text).orElseThrow(() -> new AssertionError("no JSON: " + text));
  }

  /** Translates a request for this model. */
  static Written request(DialectName from, DialectName to, String model, String body) {
    CallAddress address = new CallAddress(Optional.of(model), Optional.of(false));
    Reading reading = Dialects.of(from).read(body.getBytes(UTF_8), address);
    assertThat(reading).isInstanceOf(Reading.Read.class);
    CanonicalRequest request = ((Reading.Read) reading).request().withModel(model);
    Losses losses = new Losses();
    WrittenRequest written = Dialects.of(to).write(request, losses);
    return new Written(
        json(new String(written.body(), UTF_8)),
        written.names(),
        losses.dropped(),
        losses.refused());
  }

  /** The stream with these documents as its events, in the dialect's own framing. */
  static byte[] stream(DialectName dialect, String... documents) {
    return dialect == DialectName.BEDROCK
        ? Frames.of(String.join("\n", documents))
        : Arrays.stream(documents)
            .map(it -> "data: " + it + "\n\n")
            .collect(Collectors.joining())
            .getBytes(UTF_8);
  }

  /** The documents that a stream is translated into; {@code [DONE]} is left out. */
  static List<JsonNode> streamed(DialectName from, DialectName to, String... documents) {
    List<AnswerEvent> events = Pieces.read(Dialects.of(from), stream(from, documents));
    return Pieces.write(Dialects.of(to), events, CONTEXT)
        .lines()
        .filter(it -> it.startsWith("data: {"))
        .map(it -> json(it.substring("data: ".length())))
        .toList();
  }

  /** The document that a stream is translated into. */
  static JsonNode gathered(DialectName from, DialectName to, String... documents) {
    List<AnswerEvent> events = Pieces.read(Dialects.of(from), stream(from, documents));
    return json(new String(Dialects.of(to).writeDocument(events, CONTEXT), UTF_8));
  }

  /** The document that a document is translated into. */
  static JsonNode document(DialectName from, DialectName to, String document) {
    List<AnswerEvent> events = Dialects.of(from).readDocument(document.getBytes(UTF_8));
    return json(new String(Dialects.of(to).writeDocument(events, CONTEXT), UTF_8));
  }

  /** What became of an answer between its reader and its writer. */
  record Passed(JsonNode document, List<AnswerEvent> events, List<String> dropped) {}

  /** A document as it passes in one exchange, whose request had these names of tools. */
  static Passed passed(
      DialectName from, DialectName to, ToolNames names, AnswerContext context, String document) {
    AnswerTranslation translation = new AnswerTranslation(from, Dialects.of(to), names, context);
    List<AnswerEvent> events = new ArrayList<>();
    Dialects.of(from)
        .readDocument(document.getBytes(UTF_8))
        .forEach(it -> events.addAll(translation.of(it)));
    translation.end().ifPresent(events::add);
    byte[] written = Dialects.of(to).writeDocument(events, context);
    return new Passed(json(new String(written, UTF_8)), events, translation.dropped());
  }

  /** The same in the exchange of that id. */
  static Passed passed(
      DialectName from, DialectName to, ToolNames names, String requestId, String document) {
    return passed(from, to, names, new AnswerContext(requestId, "asked", true, 1_700), document);
  }

  /** The same where names and exchange do not matter. */
  static Passed passed(DialectName from, DialectName to, String document) {
    return passed(from, to, ToolNames.UNCHANGED, CONTEXT, document);
  }

  /** The error that a provider's error is translated into. */
  static JsonNode error(DialectName from, DialectName to, int status, String body) {
    byte[] written =
        Dialects.of(to).writeError(Dialects.of(from).readError(status, body.getBytes(UTF_8)), "r1");
    return json(new String(written, UTF_8));
  }

  /** What each document has there, left out where it has nothing. */
  static List<JsonNode> all(List<JsonNode> documents, String pointer) {
    return documents.stream().map(it -> it.at(pointer)).filter(it -> !it.isMissingNode()).toList();
  }

  /** The texts that stand there. */
  static List<String> texts(List<JsonNode> documents, String pointer) {
    return all(documents, pointer).stream().map(it -> it.asText("")).toList();
  }
}
