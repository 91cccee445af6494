package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxy.exchange.ExchangeLimits;
import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Dialect;
import dev.weir.schemas.event.Outcome;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.event.UsageSource;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is noted of calls of providers' own APIs: usage, charges and the record. */
final class PassthroughUsageTest extends PassthroughCase {

  @Test
  void readsTheUsageOfADocument() throws Exception {
    upstream.script(
        ScriptedUpstream.json(
            200,
            "{\"model\":\"gpt-image-1\",\"data\":[],\"usage\":{\"input_tokens\":10,\"output_tokens\":7,"
                + "\"total_tokens\":17,\"input_tokens_details\":{\"text_tokens\":4,\"image_tokens\":6}}}"));

    post("/openai/v1/files", "application/json", "{}");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.PROVIDER);
    assertThat(usage.getInputTokens()).isEqualTo(4);
    assertThat(usage.getImageTokens()).isEqualTo(6);
    assertThat(usage.getOutputTokens()).isEqualTo(7);
    assertThat(usage.getServedModel()).isEqualTo("gpt-image-1");
    assertThat(usage.getRoute()).isEqualTo("/openai");
    assertThat(usage.getProvider()).isEqualTo("mock");
  }

  @Test
  void chargesABatchOnceHoweverOftenItIsPolled() throws Exception {
    String batch =
        "{\"id\":\"batch_1\",\"object\":\"batch\",\"status\":\"%s\",\"usage\":"
            + "{\"input_tokens\":10,\"output_tokens\":7,\"total_tokens\":17}}";
    upstream.script(ScriptedUpstream.json(200, batch.formatted("in_progress")));
    get("/openai/v1/files/batch_1");
    upstream.script(ScriptedUpstream.json(200, batch.formatted("completed")));
    get("/openai/v1/files/batch_1");
    get("/openai/v1/files/batch_1");
    get("/openai/v1/files/batch_2");

    assertThat(gateway.log.next(Usage.class).getUsageSource()).isEqualTo(UsageSource.NONE);
    Usage first = gateway.log.next(Usage.class);
    assertThat(first.getInputTokens()).isEqualTo(10);
    assertThat(first.getServiceTier()).isEqualTo("batch");
    Usage again = gateway.log.next(Usage.class);
    assertThat(again.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(again.getInputTokens()).isZero();
    assertThat(gateway.log.next(Usage.class).getOutputTokens()).isEqualTo(7);
  }

  @Test
  void readsTheUsageOfAStreamThatPasses() throws Exception {
    String[] events = {
      "event: a\ndata: {\"type\":\"partial\"}\n\n",
      "data: {\"response\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}\n\n"
    };
    upstream.script(ScriptedUpstream.events(events));

    HttpResponse<String> answer = post("/openai/v1/files", "application/json", "{}");

    assertThat(answer.body()).isEqualTo(String.join("", events));
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getInputTokens()).isEqualTo(3);
    assertThat(usage.getOutputTokens()).isEqualTo(2);
  }

  @Test
  void notesTheTierAndWhatIsPricedApart() throws Exception {
    upstream.script(
        ScriptedUpstream.events(
            "data: {\"message\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":1,\"service_tier\":\"batch\"}}}\n\n",
            "data: {\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":9,"
                + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":4},\"output_tokens\":2}}\n\n"));

    post("/openai/v1/files", "application/json", "{}");

    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getServiceTier()).isEqualTo("batch");
    assertThat(usage.getCacheWriteTokens()).isEqualTo(9);
    assertThat(usage.getCacheWriteHourTokens()).isEqualTo(4);
  }

  @Test
  void countsTheRequestAloneWhereTheAnswerNamesNoUsage() throws Exception {
    get("/openai/v1/files");

    assertThat(gateway.log.next(Admission.class).getReservedTokens()).isEqualTo(1024);
    Usage usage = gateway.log.next(Usage.class);
    assertThat(usage.getUsageSource()).isEqualTo(UsageSource.NONE);
    assertThat(usage.getAttempt()).isEqualTo(1);
    assertThat(usage.getOutcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void recordsTheCallAndWhatItSaid() throws Exception {
    send(
        TestKeys.SPOOL_KEY.reveal(),
        "PATCH",
        "/openai/v1/batches/b",
        "application/json",
        BodyPublishers.ofString("{}"));

    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getDialect()).isEqualTo(Dialect.NATIVE);
    assertThat(prompt.getMethod()).isEqualTo("PATCH");
    assertThat(prompt.getPath()).isEqualTo("/openai/v1/batches/b");
    assertThat(prompt.getRequestedModel()).isEmpty();
    assertThat(prompt.getContent().getLength()).isEqualTo(2);
    assertThat(prompt.getCoverage()).isEmpty();
  }

  @Test
  void recordsTheBeginningOfWhatIsLongAndSaysSo() throws Exception {
    String long300k = "x".repeat(300 * 1024);
    try (TestGateway roomy =
        configured()
            .exchanges(
                new ExchangeLimits(
                    64,
                    1024 * 1024,
                    1 << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10)))
            .start()) {
      upstream.script((_, out) -> {
        ScriptedUpstream.write(
            out, ScriptedUpstream.response(200, "application/octet-stream", long300k));
        return true;
      });
      HttpRequest request =
          HttpRequest.newBuilder(roomy.uri("/openai/v1/batches"))
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + TestKeys.SPOOL_KEY.reveal())
              .POST(BodyPublishers.ofString(long300k))
              .build();

      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo(long300k);
      assertThat(upstream.asked().getFirst().body()).isEqualTo(long300k);
      Prompt prompt = roomy.log.next(Prompt.class);
      assertThat(prompt.getContent().getLength()).isEqualTo(256 * 1024);
      assertThat(prompt.getCoverage().getFirst().getBytesSeen()).isEqualTo(256L * 1024);
      assertThat(prompt.getCoverage().getFirst().getBytesTotal()).isEqualTo(300L * 1024);
      var _ = roomy.log.next(Usage.class);
      List<ResponseFrame> frames = roomy.log.all(ResponseFrame.class);
      assertThat(
              frames.stream()
                  .filter(it -> it.getContent() != null)
                  .mapToInt(it -> it.getContent().getLength())
                  .sum())
          .isLessThanOrEqualTo(256 * 1024);
    }
  }
}
