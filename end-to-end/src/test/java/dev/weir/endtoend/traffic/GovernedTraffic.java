package dev.weir.endtoend.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.core.JsonValue;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.models.Model;
import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import dev.weir.schemas.topic.Topic;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What holds for callers and for the log, whichever Kafka carries it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GovernedTraffic {

  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String DATA = "one";

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private Installation installation;
  private WeirProcess.Running weir;
  private URI second;

  /** {@code weir up}, and another proxy on the same log. */
  @BeforeAll
  final void start(@TempDir Path folder) {
    List<String> options = new ArrayList<>(startLog());
    installation = Installation.in(folder);
    options.add("--policy=" + installation.policy());
    weir = installation.start("up", DATA, options.toArray(String[]::new)).running();
    second = installation.join("proxy", "two", weir, DATA).gateway();
  }

  /** Starts the Kafka that carries the log; the options by which {@code weir up} finds it. */
  abstract List<String> startLog();

  /** Stops, after Weir, what was started, as far as it was. */
  abstract void stopLog();

  @AfterAll
  final void stop() {
    if (installation != null) {
      installation.close();
    }
    stopLog();
  }

  @Test
  void answersAPlainQuestionAndSaysWhatItCost() {
    try (Chat chat = chat("search")) {
      ChatCompletion answer = chat.ask("echo-small", "hello there");

      assertThat(answer.choices().getFirst().message().content()).contains("You said: hello there");
      Usage usage = usageOf(answer.usage().orElseThrow().totalTokens());
      assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    }
  }

  @Test
  void streamsAnAnswerAndItsUsage() {
    try (Chat chat = chat("search")) {
      List<ChatCompletionChunk> chunks = chat.stream("echo-large", "stream me");

      assertThat(Chat.text(chunks)).startsWith("You said: stream me");
      assertThat(chunks.getLast().usage()).isPresent();
    }
  }

  @Test
  void passesToolsThroughUntouched() {
    try (Chat chat = chat("search")) {
      ChatCompletion answer =
          chat.client()
              .chat()
              .completions()
              .create(
                  Chat.asking("echo-small", "!tool").toBuilder()
                      .addTool(
                          ChatCompletionFunctionTool.builder()
                              .function(
                                  FunctionDefinition.builder()
                                      .name("weather")
                                      .parameters(
                                          FunctionParameters.builder()
                                              .putAdditionalProperty(
                                                  "type", JsonValue.from("object"))
                                              .build())
                                      .build())
                              .build())
                      .build());

      assertThat(answer.choices().getFirst().message().toolCalls().orElseThrow())
          .first()
          .extracting(call -> call.asFunction().function().name())
          .isEqualTo("weather");
    }
  }

  @Test
  void relaysAProvidersErrorInItsDialect() {
    try (Chat chat = chat("search")) {
      assertThatThrownBy(() -> chat.ask("echo-small", "!500 please"))
          .isInstanceOf(InternalServerException.class);
      assertThatThrownBy(() -> chat.ask("echo-small", "!429 please"))
          .isInstanceOf(RateLimitException.class);
    }
  }

  @Test
  void refusesAnUnknownModelAndAnUnknownKey() {
    try (Chat chat = chat("search");
        Chat stranger = Chat.with(Installation.gateway(weir), "sk-not-a-key")) {
      assertThat(
              catchThrowableOfType(NotFoundException.class, () -> chat.ask("gpt-nothing", "hi"))
                  .code())
          .contains("model_not_found");
      assertThatThrownBy(() -> stranger.ask("echo-small", "hi"))
          .isInstanceOf(UnauthorizedException.class);
    }
  }

  @Test
  void listsTheModelsThatAKeyMayUse() {
    try (Chat chat = chat("search")) {
      assertThat(chat.client().models().list().data().stream().map(Model::id))
          .contains("echo-small", "echo-large", "tiny");
    }
  }

  @Test
  void stopsATeamThatSpentItsLimitOnEveryProxy() {
    String key = installation.key("tight", DATA);
    try (Chat first = Chat.with(Installation.gateway(weir), key);
        Chat other = Chat.with(second, key)) {
      RateLimitException refused =
          Eventually.get(
              "the limit of 400 tokens to be spent",
              SOON,
              () -> {
                try {
                  first.ask("echo-small", "spend ".repeat(20));
                  return java.util.Optional.empty();
                } catch (RateLimitException e) {
                  return java.util.Optional.of(e);
                }
              });

      assertThat(refused.code()).contains("quota_exceeded");
      assertThat(refused.headers().values("x-should-retry")).contains("false");
      assertThat(refused.body().toString())
          .contains("total")
          .contains("team/tight")
          .contains("max")
          .contains("used")
          .contains("reset");
      Eventually.await(
          "the other proxy to refuse as well",
          SOON,
          () -> {
            try {
              other.ask("echo-small", "spend ".repeat(20));
              return false;
            } catch (RateLimitException e) {
              return true;
            }
          });
      assertThat(spentByTight()).isLessThanOrEqualTo(400);
    }
  }

  private long spentByTight() {
    try (LogReader log = Installation.log(weir)) {
      return Ledger.settled(log, SOON).tokens(usage -> usage.getTeam().equals("tight"));
    }
  }

  @Test
  void findsACardNumberAndWritesItNowhere() {
    String card = "4111 1111 1111 1111";
    try (Chat chat = chat("ads");
        LogReader log = Installation.log(weir)) {
      chat.ask("echo-small", "charge " + card + " please");

      Alert alert =
          Eventually.get(
              "an alert for the card",
              SOON,
              () ->
                  log.<Alert>values(Topic.ALERTS).stream()
                      .filter(each -> each.getTeam().equals("ads"))
                      .findFirst());
      assertThat(alert.getType()).isEqualTo("pii");
      assertThat(alert.toString()).doesNotContain("4111");
      assertThat(log.<Prompt>values(Topic.PROMPTS))
          .allSatisfy(prompt ->
              assertThat(
                      new String(
                          prompt.getContent().getCiphertext().array(), StandardCharsets.ISO_8859_1))
                  .doesNotContain("4111"));
    }
  }

  @Test
  void everythingAddsUpInTheEnd() {
    try (Chat chat = chat("search");
        LogReader log = Installation.log(weir)) {
      for (int i = 0; i < 20; i++) {
        chat.ask("echo-small", "question " + i);
        chat.stream("echo-small", "streamed question " + i);
      }

      Ledger.settled(log, SOON).assertAddsUp();
    }
  }

  private Usage usageOf(long totalTokens) {
    try (LogReader log = Installation.log(weir)) {
      return Eventually.get(
          "a usage record of " + totalTokens + " tokens",
          SOON,
          () ->
              log.<Usage>values(Topic.TOKEN_COUNTS).stream()
                  .filter(usage -> Ledger.tokens(usage) == totalTokens)
                  .findFirst());
    }
  }

  private Chat chat(String team) {
    return Chat.with(Installation.gateway(weir), keys.computeIfAbsent(team, this::newKey));
  }

  private String newKey(String team) {
    return installation.key(team, DATA);
  }
}
