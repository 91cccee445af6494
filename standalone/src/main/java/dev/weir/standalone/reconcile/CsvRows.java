package dev.weir.standalone.reconcile;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads what the consoles of OpenAI and Anthropic download, each for usage and for costs. */
final class CsvRows {

  /** What a file is, by the columns that only it has. */
  private enum Kind {
    OPENAI_USAGE("start_time", "input_tokens"),
    OPENAI_COST("start_time", "amount_value"),
    ANTHROPIC_USAGE("usage_date_utc", "usage_output_tokens"),
    ANTHROPIC_COST("usage_date_utc", "cost_usd");

    private final String time;
    private final String value;

    Kind(String time, String value) {
      this.time = time;
      this.value = value;
    }

    boolean hasColumnsIn(Set<String> columns) {
      return columns.contains(time) && columns.contains(value);
    }

    boolean isUsage() {
      return this == OPENAI_USAGE || this == ANTHROPIC_USAGE;
    }
  }

  /** All that OpenAI writes for a time in which nothing was used. */
  private static final Set<String> NOTHING_USED = Set.of("start_time", "end_time");

  private final Path file;
  private final Export export;
  private long line = 1;

  CsvRows(Path file, Export export) {
    this.file = file;
    this.export = export;
  }

  void read(Reader reader) throws IOException {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (CSVParser csv = CSVParser.parse(reader, format)) {
      Kind kind = kind(Set.copyOf(csv.getHeaderNames()));
      for (CSVRecord row : csv) {
        line = csv.getCurrentLineNumber();
        if (!row.isConsistent()) {
          throw problem("has " + row.size() + " cells and not one for each column");
        }
        if (export.isFull()) {
          throw problem("more than " + Export.ROWS_MAX + " rows; export fewer days at once");
        }
        add(kind, row);
      }
      export.addFile(kind.isUsage(), false);
    } catch (UncheckedIOException | CSVException | IllegalArgumentException e) {
      throw problem("no valid CSV: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }

  private Kind kind(Set<String> columns) {
    for (Kind kind : Kind.values()) {
      if (kind.hasColumnsIn(columns)) {
        return kind;
      }
    }
    if (columns.containsAll(NOTHING_USED)) {
      return Kind.OPENAI_USAGE;
    }
    throw problem(
        "no export that is known: expected the columns of OpenAI's or Anthropic's usage or costs");
  }

  private void add(Kind kind, CSVRecord row) {
    LocalDate day =
        switch (kind) {
          case OPENAI_USAGE, OPENAI_COST -> secondsDay(row);
          case ANTHROPIC_USAGE, ANTHROPIC_COST -> day(row);
        };
    export.covers(day);
    switch (kind) {
      case OPENAI_USAGE -> {
        if (!cell(row, "input_tokens").isEmpty()) {
          export.add(openAiUsage(row, day));
        }
      }
      case OPENAI_COST -> {
        if (!cell(row, "amount_value").isEmpty()) {
          export.add(openAiCost(row, day));
        }
      }
      case ANTHROPIC_USAGE -> export.add(anthropicUsage(row, day));
      case ANTHROPIC_COST -> export.add(anthropicCost(row, day));
    }
  }

  private ExportRow openAiUsage(CSVRecord row, LocalDate day) {
    Map<TokenClass, Long> tokens =
        OpenAiTokens.split(
            count(row, "input_tokens"),
            count(row, "input_cached_tokens"),
            count(row, "input_cache_write_tokens"),
            count(row, "input_audio_tokens"),
            count(row, "output_tokens"),
            count(row, "output_audio_tokens"));
    return ExportRow.used(day, cell(row, "model"), cell(row, "api_key_id"), tokens);
  }

  private ExportRow openAiCost(CSVRecord row, LocalDate day) {
    String currency = cell(row, "amount_currency");
    return ExportRow.charged(
        day,
        OpenAiTokens.modelOf(cell(row, "line_item")),
        cell(row, "api_key_id"),
        amount(row, "amount_value"),
        currency.isEmpty() ? "usd" : currency);
  }

  private ExportRow anthropicUsage(CSVRecord row, LocalDate day) {
    Map<TokenClass, Long> tokens = new EnumMap<>(TokenClass.class);
    tokens.put(TokenClass.INPUT, count(row, "usage_input_tokens_no_cache"));
    tokens.put(TokenClass.CACHE_READ, count(row, "usage_input_tokens_cache_read"));
    tokens.put(
        TokenClass.CACHE_WRITE,
        Math.addExact(
            count(row, "usage_input_tokens_cache_write_5m"),
            count(row, "usage_input_tokens_cache_write_1h")));
    tokens.put(TokenClass.OUTPUT, count(row, "usage_output_tokens"));
    return ExportRow.used(day, cell(row, "model_version"), cell(row, "api_key"), tokens);
  }

  private ExportRow anthropicCost(CSVRecord row, LocalDate day) {
    String model = cell(row, "model");
    return ExportRow.charged(
        day,
        model.isEmpty() ? cell(row, "cost_type") : model,
        cell(row, "api_key"),
        amount(row, "cost_usd"),
        "USD");
  }

  private LocalDate secondsDay(CSVRecord row) {
    long seconds = count(row, "start_time");
    try {
      return LocalDate.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw problem("start_time: no time in seconds: " + seconds);
    }
  }

  private LocalDate day(CSVRecord row) {
    String text = cell(row, "usage_date_utc");
    try {
      return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    } catch (DateTimeException e) {
      throw problem("usage_date_utc: expected a date like 2026-10-31");
    }
  }

  /** Whole, though some consoles write {@code 3.0}; an empty cell is 0. */
  private long count(CSVRecord row, String column) {
    String text = cell(row, column);
    try {
      long count = text.isEmpty() ? 0 : Decimals.read(text).longValueExact();
      if (count >= 0) {
        return count;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Reported below, like a negative number.
    }
    throw problem(column + ": expected a whole number from 0");
  }

  private BigDecimal amount(CSVRecord row, String column) {
    try {
      return Decimals.read(cell(row, column));
    } catch (NumberFormatException e) {
      throw problem(column + ": expected an amount like 1.25");
    }
  }

  private static String cell(CSVRecord row, String column) {
    return row.isSet(column) ? row.get(column) : "";
  }

  private UnreadableExportException problem(String text) {
    return new UnreadableExportException(file, line, text);
  }
}
