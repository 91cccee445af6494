package dev.weir.standalone.statement;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.governance.audit.AuditChain;
import dev.weir.governance.statement.LineKey;
import dev.weir.governance.statement.SharedLine;
import dev.weir.governance.statement.Statement;
import dev.weir.governance.statement.StatementLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A statement as JSON: the form that is hashed when it is closed, so its bytes are a contract. One
 * line, UTF-8, with a line feed at its end; amounts are texts. Anything that changes here gets
 * another name in {@code format}.
 */
public final class StatementJson {

  static final String FORMAT = "weir-statement-1";

  private static final JsonFactory JSON = new JsonFactory();

  private StatementJson() {}

  /** The same statement always gives the same bytes. */
  public static byte[] bytes(Statement statement) {
    var bytes = new ByteArrayOutputStream(16 * 1024);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      write(json, statement);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return bytes.toByteArray();
  }

  /** SHA-256 of the bytes, as {@code sha256sum} says it of the file. */
  public static byte[] sha256(byte[] bytes) {
    return AuditChain.sha256().digest(bytes);
  }

  private static void write(JsonGenerator json, Statement statement) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("organisation", statement.organisation());
    json.writeStringField("team", statement.team());
    if (statement.project().isPresent()) {
      json.writeStringField("project", statement.project().get());
    }
    json.writeStringField("month", statement.month().toString());
    json.writeStringField("periodStart", Period.start(statement.month()).toString());
    json.writeStringField("periodEnd", Period.end(statement.month()).toString());
    json.writeNumberField("policyVersion", statement.policyVersion());
    json.writeArrayFieldStart("readTo");
    for (long offset : statement.offsets()) {
      json.writeNumber(offset);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("lines");
    for (StatementLine line : statement.lines()) {
      write(json, line);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sharedCosts");
    for (SharedLine line : statement.shared()) {
      write(json, line);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("totals");
    for (Map.Entry<String, Statement.Total> total : statement.totals().entrySet()) {
      write(json, total.getKey(), total.getValue());
    }
    json.writeEndArray();
    json.writeNumberField("unpricedTokens", statement.unpricedTokens());
    json.writeNumberField("rows", statement.rows());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, StatementLine line) throws IOException {
    LineKey key = line.key();
    json.writeStartObject();
    json.writeStringField("kind", key.kind().text());
    json.writeStringField("day", key.day().toString());
    json.writeStringField("project", key.project());
    json.writeStringField("provider", key.provider());
    json.writeStringField("model", key.model());
    json.writeStringField("tokenType", key.tokenType());
    json.writeStringField("sku", key.sku());
    json.writeStringField("description", key.description());
    json.writeBooleanField("priced", key.priced());
    json.writeNumberField("tokens", line.tokens());
    json.writeNumberField("estimatedTokens", line.estimatedTokens());
    json.writeNumberField("requests", line.requests());
    json.writeNumberField("rows", line.rows());
    json.writeStringField("currency", key.currency());
    json.writeStringField("pricePerMillion", Plain.text(key.pricePerMillion()));
    json.writeStringField("cost", Plain.text(line.cost()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SharedLine line) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", line.rule());
    json.writeStringField("from", line.from());
    if (line.fromProject().isPresent()) {
      json.writeStringField("fromProject", line.fromProject().get());
    }
    json.writeStringField("to", line.to());
    json.writeStringField("by", line.by().text());
    json.writeStringField("currency", line.currency());
    json.writeStringField("amount", Plain.text(line.amount()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String currency, Statement.Total total)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("currency", currency);
    json.writeStringField("usage", Plain.text(total.usage()));
    json.writeStringField("corrections", Plain.text(total.corrections()));
    json.writeStringField("earlierCorrections", Plain.text(total.earlier()));
    json.writeStringField("sharedCosts", Plain.text(total.shared()));
    json.writeStringField("total", Plain.text(total.total()));
    json.writeEndObject();
  }
}
