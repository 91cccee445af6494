package dev.weir.dialects.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.Dialects;
import dev.weir.dialects.bedrock.Frames;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.Gathered;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every answer that was recorded of a provider: it is read without a fault, however its bytes are
 * cut; its usage is what the recording states; and it goes through every caller's dialect, as a
 * stream and as a document, without losing text, calls or tokens.
 */
final class RecordedAnswersTest {

  private static final AnswerContext CONTEXT = new AnswerContext("r1", "asked", true, 1_700);

  private static final Map<String, DialectName> FOLDERS =
      Map.of(
          "openai/chat", DialectName.OPENAI_CHAT,
          "openai-compatible/chat", DialectName.OPENAI_CHAT,
          "openai/responses", DialectName.OPENAI_RESPONSES,
          "azure", DialectName.OPENAI_RESPONSES,
          "anthropic", DialectName.ANTHROPIC,
          "google", DialectName.GEMINI,
          "amazon-bedrock", DialectName.BEDROCK);

  private static final List<DialectName> CALLERS =
      List.of(
          DialectName.OPENAI_CHAT,
          DialectName.OPENAI_RESPONSES,
          DialectName.ANTHROPIC,
          DialectName.GEMINI);

  /** What one recording holds. */
  private record Recording(
      String folder, Path file, DialectName dialect, byte[] bytes, boolean stream) {

    List<AnswerEvent> events() {
      return stream
          ? Pieces.read(Dialects.of(dialect), bytes)
          : Dialects.of(dialect).readDocument(bytes);
    }

    String name() {
      return folder + "/" + file.getFileName();
    }

    /** Up to the end of the answer: some recordings go on with the next. */
    List<JsonNode> documents() {
      String text = new String(Recordings.bytes(file), UTF_8);
      if (!stream) {
        return Json.tree(text).stream().toList();
      }
      List<JsonNode> documents = new ArrayList<>();
      for (String line : text.lines().toList()) {
        Optional<JsonNode> document =
            Json.tree(line.startsWith("data:") ? line.substring("data:".length()) : line);
        document.ifPresent(documents::add);
        if (document.filter(Recording::isLast).isPresent()) {
          break;
        }
      }
      return documents;
    }

    private static boolean isLast(JsonNode event) {
      return switch (event.path("type").asText("")) {
        case "message_stop", "response.completed", "response.incomplete", "response.failed" -> true;
        default -> false;
      };
    }
  }

  private static List<Recording> recordings() {
    List<Recording> all = new ArrayList<>();
    new TreeMap<>(FOLDERS)
        .forEach((folder, dialect) -> {
          for (Path file : Recordings.of(folder, ".json")) {
            all.add(document(folder, file, dialect));
          }
          for (Path file : Recordings.of(folder, ".chunks.txt")) {
            byte[] bytes =
                dialect == DialectName.BEDROCK
                    ? Frames.of(new String(Recordings.bytes(file), UTF_8))
                    : Recordings.events(file);
            all.add(new Recording(folder, file, dialect, bytes, true));
          }
          for (Path file : Recordings.of(folder, ".sse")) {
            all.add(new Recording(folder, file, dialect, Recordings.bytes(file), true));
          }
        });
    return all;
  }

  /** One document of Azure's is of Chat. */
  private static Recording document(String folder, Path file, DialectName dialect) {
    byte[] bytes = Recordings.bytes(file);
    boolean chat = Json.tree(bytes, 0, bytes.length).filter(it -> it.has("choices")).isPresent();
    return new Recording(folder, file, chat ? DialectName.OPENAI_CHAT : dialect, bytes, false);
  }

  private static Stream<DynamicTest> forEach(Consumer<Recording> test) {
    return recordings().stream()
        .map(it -> DynamicTest.dynamicTest(it.name(), () -> test.accept(it)));
  }

  @TestFactory
  Stream<DynamicTest> readsTheSameHoweverTheBytesAreCut() {
    return forEach(it -> {
      if (it.stream()) {
        Dialect dialect = Dialects.of(it.dialect());
        List<AnswerEvent> events = it.events();
        for (long seed = 0; seed < 3; seed++) {
          assertThat(Pieces.read(dialect, it.bytes(), seed)).isEqualTo(events);
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> failsOnlyWhereTheRecordingDoes() {
    return forEach(it -> {
      Gathered answer = Gathered.of(it.events());

      assertThat(answer.failed().isPresent()).as("%s", answer.failed()).isEqualTo(isFailure(it));
    });
  }

  @TestFactory
  Stream<DynamicTest> countsWhatTheRecordingStates() {
    return forEach(
        it -> assertThat(Gathered.of(it.events()).counts().total()).isEqualTo(stated(it)));
  }

  @TestFactory
  Stream<DynamicTest> goesThroughEveryCallersDialectAsAStream() {
    return forEach(it -> {
      for (DialectName caller : CALLERS) {
        Dialect to = Dialects.of(caller);
        List<AnswerEvent> events = it.events();

        sameAnswer(caller, events, Pieces.read(to, Pieces.write(to, events, CONTEXT)));
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> goesThroughEveryCallersDialectAsADocument() {
    return forEach(it -> {
      for (DialectName caller : CALLERS) {
        Dialect to = Dialects.of(caller);
        List<AnswerEvent> events = it.events();
        if (Gathered.of(events).failed().isEmpty()) {
          sameAnswer(caller, events, to.readDocument(to.writeDocument(events, CONTEXT)));
        }
      }
    });
  }

  /**
   * Text, calls and tokens; a refusal in words is text to some, and arguments that were cut off are
   * none to those that have objects alone.
   */
  private static void sameAnswer(
      DialectName caller, List<AnswerEvent> expected, List<AnswerEvent> actual) {
    Gathered one = Gathered.of(expected);
    Gathered other = Gathered.of(actual);
    assertThat(other.failed().isPresent())
        .as("%s: %s", caller, other.failed())
        .isEqualTo(one.failed().isPresent());
    if (one.failed().isPresent()) {
      return;
    }
    assertThat(other.counts().total()).as("tokens in %s", caller).isEqualTo(one.counts().total());
    assertThat(calls(other)).as("calls in %s", caller).isEqualTo(calls(one));
    if (one.choices().getFirst().reason() != FinishReason.REFUSAL) {
      assertThat(words(other)).as("text in %s", caller).isEqualTo(words(one));
    }
  }

  private static String words(Gathered answer) {
    return answer.choices().getFirst().parts().stream()
        .map(it ->
            switch (it) {
              case Part.Text text -> text.text();
              case Part.Refusal refusal -> refusal.text();
              default -> "";
            })
        .collect(Collectors.joining());
  }

  private static List<String> calls(Gathered answer) {
    return answer.choices().getFirst().parts(Part.ToolCall.class).stream()
        .map(it -> it.name() + Json.tree(it.arguments()).map(JsonNode::toString).orElse("{}"))
        .toList();
  }

  private static boolean isFailure(Recording recording) {
    List<JsonNode> documents = recording.documents();
    boolean error =
        documents.stream()
            .anyMatch(it ->
                it.path("error").isObject()
                    || it.path("type").asText("").equals("error")
                    || it.path("response").path("error").isObject());
    boolean ended =
        documents.stream()
            .anyMatch(it ->
                switch (recording.dialect()) {
                  case OPENAI_CHAT -> it.toString().contains("\"finish_reason\":\"");
                  case OPENAI_RESPONSES ->
                      Stream.of(it, it.path("response"))
                          .map(each -> each.path("status").asText(""))
                          .anyMatch(each -> each.equals("completed") || each.equals("incomplete"));
                  case ANTHROPIC -> it.toString().contains("\"stop_reason\":\"");
                  case GEMINI -> it.toString().contains("\"finishReason\":\"");
                  case BEDROCK -> it.toString().contains("\"stopReason\":\"");
                });
    return error || !ended;
  }

  /** The last count of each name, added up as the provider's documentation says. */
  private static long stated(Recording recording) {
    return switch (recording.dialect()) {
      case OPENAI_CHAT -> last(recording, "/usage/total_tokens");
      case OPENAI_RESPONSES ->
          recording.stream()
              ? last(recording, "/response/usage/total_tokens")
              : last(recording, "/usage/total_tokens");
      case ANTHROPIC ->
          Stream.of(
                  "input_tokens",
                  "cache_read_input_tokens",
                  "cache_creation_input_tokens",
                  "output_tokens")
              .mapToLong(it -> last(recording, "/message/usage/" + it, "/usage/" + it))
              .sum();
      case GEMINI -> last(recording, "/usageMetadata/totalTokenCount");
      case BEDROCK -> last(recording, "/metadata/usage/totalTokens", "/usage/totalTokens");
    };
  }

  private static long last(Recording recording, String... pointers) {
    Optional<Long> last = Optional.empty();
    for (JsonNode document : recording.documents()) {
      for (String pointer : pointers) {
        JsonNode found = document.at(pointer);
        if (found.isIntegralNumber()) {
          last = Optional.of(found.longValue());
        }
      }
    }
    return last.orElse(0L);
  }
}
