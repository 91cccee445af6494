package dev.weir.standalone.reconcile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one page of the usage or cost answers of OpenAI ({@code start_time} in seconds) or
 * Anthropic ({@code starting_at} in RFC 3339).
 */
final class JsonPages {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final int CENT_DIGITS = 2;

  /** OpenAI's usage that counts tokens of requests and none of answers. */
  private static final Set<String> WITHOUT_OUTPUT =
      Set.of("organization.usage.embeddings.result", "organization.usage.moderations.result");

  private final Path file;
  private final Export export;
  private boolean isUsage = true;
  private boolean hasMore;
  private long line = 1;

  JsonPages(Path file, Export export) {
    this.file = file;
    this.export = export;
  }

  void read(Reader reader) throws IOException {
    boolean hasData = false;
    try (JsonParser json = JSON.createParser(reader)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("data") && value == JsonToken.START_ARRAY) {
          hasData = true;
          buckets(json);
        } else if (field.equals("has_more")) {
          hasMore = json.getValueAsBoolean();
        } else {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      throw new UnreadableExportException(
          file,
          e.getLocation() == null ? line : e.getLocation().getLineNr(),
          "no valid JSON: " + e.getOriginalMessage().replaceAll("\\s+", " "));
    }
    if (!hasData) {
      throw problem("expected the answer of a usage or cost API, with \"data\"");
    }
    export.addFile(isUsage, hasMore);
  }

  private void buckets(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      line = json.currentTokenLocation().getLineNr();
      JsonNode bucket = json.readValueAsTree();
      LocalDate day = day(bucket);
      export.covers(day);
      for (JsonNode result : bucket.path("results")) {
        if (export.isFull()) {
          throw problem("more than " + Export.ROWS_MAX + " rows; export fewer days at once");
        }
        export.add(row(day, bucket.has("starting_at"), result));
      }
    }
  }

  private LocalDate day(JsonNode bucket) {
    JsonNode seconds = bucket.path("start_time");
    JsonNode time = bucket.path("starting_at");
    try {
      if (seconds.isIntegralNumber()) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(seconds.longValue()), ZoneOffset.UTC);
      }
      if (time.isTextual()) {
        return LocalDate.ofInstant(
            OffsetDateTime.parse(time.textValue()).toInstant(), ZoneOffset.UTC);
      }
    } catch (DateTimeException e) {
      // Reported below, like a bucket without any time.
    }
    throw problem("expected buckets with start_time (OpenAI) or starting_at (Anthropic)");
  }

  private ExportRow row(LocalDate day, boolean isAnthropic, JsonNode result) {
    String key = text(result, "api_key_id");
    JsonNode amount = result.path("amount");
    if (!amount.isMissingNode()) {
      isUsage = false;
      return isAnthropic ? anthropicCost(day, key, result) : openAiCost(day, key, result);
    }
    Map<TokenClass, Long> tokens = isAnthropic ? anthropicTokens(result) : openAiTokens(result);
    return ExportRow.used(day, text(result, "model"), key, tokens);
  }

  /** Cached, cache-write and audio tokens are parts of the totals. */
  private Map<TokenClass, Long> openAiTokens(JsonNode result) {
    String kind = text(result, "object");
    if (!kind.isEmpty() && !result.has("input_tokens")) {
      throw problem(kind + " counts no tokens: leave it out, its costs are among the costs");
    }
    return OpenAiTokens.split(
        count(result, "input_tokens", true),
        count(result, "input_cached_tokens", false),
        count(result, "input_cache_write_tokens", false),
        count(result, "input_audio_tokens", false),
        count(result, "output_tokens", !WITHOUT_OUTPUT.contains(kind)),
        count(result, "output_audio_tokens", false));
  }

  private Map<TokenClass, Long> anthropicTokens(JsonNode result) {
    JsonNode written = result.path("cache_creation");
    Map<TokenClass, Long> tokens = new EnumMap<>(TokenClass.class);
    tokens.put(TokenClass.INPUT, count(result, "uncached_input_tokens", true));
    tokens.put(TokenClass.CACHE_READ, count(result, "cache_read_input_tokens", false));
    tokens.put(
        TokenClass.CACHE_WRITE,
        Math.addExact(
            count(written, "ephemeral_5m_input_tokens", false),
            count(written, "ephemeral_1h_input_tokens", false)));
    tokens.put(TokenClass.OUTPUT, count(result, "output_tokens", true));
    return tokens;
  }

  private ExportRow openAiCost(LocalDate day, String key, JsonNode result) {
    JsonNode amount = result.path("amount");
    return ExportRow.charged(
        day,
        OpenAiTokens.modelOf(text(result, "line_item")),
        key,
        decimal(amount.path("value"), "amount.value"),
        amount.path("currency").asText("usd"));
  }

  /** In cents; what is no cost of tokens has no model but a type. */
  private ExportRow anthropicCost(LocalDate day, String key, JsonNode result) {
    String model = text(result, "model");
    return ExportRow.charged(
        day,
        model.isEmpty() ? text(result, "cost_type") : model,
        key,
        decimal(result.path("amount"), "amount").movePointLeft(CENT_DIGITS),
        result.path("currency").asText("USD"));
  }

  private static String text(JsonNode result, String field) {
    return result.path(field).isTextual() ? result.path(field).textValue() : "";
  }

  private long count(JsonNode result, String field, boolean required) {
    JsonNode value = result.path(field);
    if ((value.isMissingNode() || value.isNull()) && !required) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw problem("expected " + field + " to be a whole number from 0");
    }
    return value.longValue();
  }

  private BigDecimal decimal(JsonNode value, String field) {
    try {
      if (value.isNumber() || value.isTextual()) {
        return Decimals.read(value.asText());
      }
    } catch (NumberFormatException e) {
      // Reported below, like what is no number at all.
    }
    throw problem("expected " + field + " to be an amount");
  }

  private UnreadableExportException problem(String text) {
    return new UnreadableExportException(file, line, text);
  }
}
