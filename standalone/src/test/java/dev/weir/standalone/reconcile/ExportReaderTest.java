package dev.weir.standalone.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportReaderTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  @TempDir private Path folder;

  @Test
  void takesTheTotalsOfOpenAiApartIntoClassesThatAddUp() throws IOException {
    Export export =
        read(
            """
            {"object": "page", "data": [{"object": "bucket", "start_time": 1772409600, "results": [
              {"object": "organization.usage.completions.result", "input_tokens": 1000,
               "input_cached_tokens": 600, "input_cache_write_tokens": 50, "input_audio_tokens": 30,
               "output_tokens": 200, "output_audio_tokens": 20, "num_model_requests": 5,
               "model": "gpt-4.1-2025-04-14", "api_key_id": "key_1"}]}],
             "has_more": true, "next_page": "p"}
            """);

    assertThat(export.rows())
        .containsExactly(
            ExportRow.used(
                DAY,
                "gpt-4-1",
                "key_1",
                Map.of(
                    TokenClass.INPUT, 320L,
                    TokenClass.CACHE_READ, 600L,
                    TokenClass.CACHE_WRITE, 50L,
                    TokenClass.OUTPUT, 180L,
                    TokenClass.AUDIO, 50L)));
    assertThat(export.lacksLastPage()).isTrue();
  }

  @Test
  void readsCostsOfOpenAiExactly() throws IOException {
    Export json =
        read(
            """
            {"data": [{"start_time": 1772409600, "results": [
              {"object": "organization.costs.result", "line_item": "gpt-5-nano, input",
               "amount": {"value": 0.1234567890123456789, "currency": "usd"}}]}]}
            """);
    Export csv =
        read(
            """
            start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item
            1772323200,1772409600,2026-03-01T00:00:00,2026-03-02T00:00:00,,,
            1772409600,1772496000,2026-03-02T00:00:00,2026-03-03T00:00:00,0.1234567890123456789,usd,"gpt-5-nano, input"
            """);

    assertThat(json.rows()).containsExactly(cost("gpt-5-nano", "", "0.1234567890123456789"));
    assertThat(csv.rows()).isEqualTo(json.rows());
    assertThat(csv.first()).isEqualTo(Optional.of(DAY.minusDays(1)));
  }

  @Test
  void readsEmbeddingsOfOpenAiWhichHaveNoAnswers() throws IOException {
    Export json =
        read(
            """
            {"object": "page", "data": [{"object": "bucket", "start_time": 1772409600, "results": [
              {"object": "organization.usage.embeddings.result", "input_tokens": 16,
               "num_model_requests": 2, "project_id": null, "user_id": null, "api_key_id": "key_1",
               "model": "text-embedding-3-small"}]}], "has_more": false, "next_page": null}
            """);

    assertThat(json.rows().getFirst().model()).isEqualTo("text-embedding-3-small");
    assertThat(json.rows().getFirst().tokens())
        .containsEntry(TokenClass.INPUT, 16L)
        .containsEntry(TokenClass.OUTPUT, 0L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "gpt-5.6-terra, cached input! gpt-5-6-terra",
        "gpt-image-2-2026-04-21 text, input! gpt-image-2",
        "gpt-image-1 image, output! gpt-image-1",
        "gpt-4o-audio-preview audio, output! gpt-4o-audio-preview",
        "whisper! whisper",
      })
  void findsTheModelInALineOfOpenAisCosts(String lineItem, String model) throws IOException {
    Export export =
        read(
            """
            {"data": [{"start_time": 1772409600, "results": [
              {"object": "organization.costs.result", "line_item": "%s", "project_id": null,
               "quantity": 3, "amount": {"value": "1.5", "currency": "usd"}}]}]}
            """
                .formatted(lineItem));

    assertThat(export.rows()).containsExactly(cost(model, "", "1.5"));
  }

  @Test
  void readsUsageOfOpenAiAsTheConsoleWritesIt() throws IOException {
    Export export =
        read(
            """
            \uFEFFstart_time,end_time,start_time_iso,end_time_iso,num_model_requests,api_key_id,model,input_tokens,output_tokens,input_cached_tokens
            1772409600,1772496000,2026-03-02T00:00:00+00:00,2026-03-03T00:00:00+00:00,3.0,key_1,gpt-5-nano-2025-08-07,100.0,7.0,40.0
            """);

    assertThat(export.rows().getFirst().tokens())
        .containsEntry(TokenClass.INPUT, 60L)
        .containsEntry(TokenClass.CACHE_READ, 40L)
        .containsEntry(TokenClass.OUTPUT, 7L);
  }

  @Test
  void readsUsageAndCostsOfAnthropicFromItsApis() throws IOException {
    Export usage =
        read(
            """
            {"data": [{"starting_at": "2026-03-02T00:00:00Z", "ending_at": "2026-03-03T00:00:00Z",
              "results": [{"uncached_input_tokens": 10, "cache_creation":
                {"ephemeral_1h_input_tokens": 1, "ephemeral_5m_input_tokens": 2},
                "cache_read_input_tokens": 3, "output_tokens": 4, "api_key_id": null,
                "model": "claude-opus-4-6-20260101"}]}], "has_more": false, "next_page": null}
            """);
    Export cost =
        read(
            """
            {"data": [{"starting_at": "2026-03-02T00:00:00Z", "results": [
              {"amount": "123.78912", "currency": "USD", "cost_type": "tokens",
               "model": "claude-opus-4-6", "token_type": "output_tokens"},
              {"amount": "1", "currency": "USD", "cost_type": "web_search", "model": null}]}]}
            """);

    assertThat(usage.rows().getFirst().model()).isEqualTo("claude-opus-4-6");
    assertThat(usage.rows().getFirst().tokens())
        .containsEntry(TokenClass.INPUT, 10L)
        .containsEntry(TokenClass.CACHE_WRITE, 3L)
        .containsEntry(TokenClass.CACHE_READ, 3L)
        .containsEntry(TokenClass.OUTPUT, 4L);
    assertThat(cost.rows())
        .containsExactly(cost("claude-opus-4-6", "", "1.2378912"), cost("web-search", "", "0.01"));
  }

  @Test
  void readsWhatAnthropicsConsoleWrites() throws IOException {
    Export usage =
        read(
            """
            usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count,inference_geo,speed
            2026-03-02,claude-opus-4-6,weir,"A, B",standard,\u2264 200k,10,2,1,3,4,0,global,
            """);
    Export cost =
        read(
            """
            usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type,inference_geo,speed
            2026-03-02,Claude Opus 4.6,Default,weir,message,\u2264 200k,output,0.50,0.50,token,global,
            """);

    assertThat(usage.rows().getFirst().key()).isEqualTo("weir");
    assertThat(usage.rows().getFirst().tokens()).containsEntry(TokenClass.CACHE_WRITE, 3L);
    assertThat(cost.rows()).containsExactly(cost("claude-opus-4-6", "weir", "0.50"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "hello! 1: no export that is known: expected the columns of OpenAI's or Anthropic's usage"
            + " or costs",
        "{\"data\": [! 1: no valid JSON: Unexpected end-of-input",
        "{\"object\": \"error\"}! 1: expected the answer of a usage or cost API, with \"data\"",
        "{\"data\": [@{\"results\": []}]}! 2: expected buckets with start_time (OpenAI) or"
            + " starting_at (Anthropic)",
        "{\"data\": [@{\"start_time\": 1,@\"results\": [{\"input_tokens\": -1}]}]}! 2: expected"
            + " input_tokens to be a whole number from 0",
        "{\"data\": [{\"start_time\": 1, \"results\": [{\"object\":"
            + " \"organization.usage.images.result\", \"images\": 3}]}]}! 1:"
            + " organization.usage.images.result counts no tokens: leave it out, its costs are among"
            + " the costs",
        "{\"data\": [{\"start_time\": 1, \"results\": [{\"amount\": {\"value\": 1e99999}}]}]}! 1:"
            + " expected amount.value to be an amount",
        "start_time,input_tokens@1,2@1,x! 3: input_tokens: expected a whole number from 0",
        "start_time,input_tokens@1,2,3! 2: has 3 cells and not one for each column",
        "usage_date_utc,cost_usd@March,1! 2: usage_date_utc: expected a date like 2026-10-31",
        "usage_date_utc,cost_usd@2026-03-01,1e999999999! 2: cost_usd: expected an amount like 1.25",
      })
  void saysInOneLineWhereAFileIsNoExport(String text, String problem) {
    assertThatThrownBy(() -> read(text.replace('@', '\n')))
        .isInstanceOf(UnreadableExportException.class)
        .hasMessageStartingWith(folder.resolve("export") + ":" + problem)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAFileThatIsTooLargeUnread() throws IOException {
    Path file = folder.resolve("large");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(ExportReader.BYTES_MAX);
      channel.write(ByteBuffer.wrap(new byte[1]));
    }

    assertThatThrownBy(() -> ExportReader.read(List.of(file)))
        .hasMessage(file + ": has more than 64 MiB; export fewer days at once");
  }

  private static ExportRow cost(String model, String key, String value) {
    return ExportRow.charged(DAY, model, key, new BigDecimal(value), "USD");
  }

  private Export read(String text) throws IOException {
    return ExportReader.read(List.of(Files.writeString(folder.resolve("export"), text)));
  }
}
