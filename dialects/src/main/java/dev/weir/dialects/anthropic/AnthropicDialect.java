package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.ToolNameRule;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Anthropic Messages (platform.claude.com/docs/en/api/messages). Requests are written for {@link
 * #VERSION}; the newer {@code 2026-10-21} refuses fields that older models still take. What other
 * providers want back and this dialect has no field for travels in signatures and {@code
 * redacted_thinking}, which clients give back unaltered.
 */
public final class AnthropicDialect implements Dialect {

  private static final ToolNameRule TOOL_NAMES = new ToolNameRule("", true, 128);

  /** The {@code anthropic-version} that requests are written for. */
  public static final String VERSION = "2023-06-01";

  /** The status that an error of this kind has in this dialect, which has 529 for overload. */
  public static int statusOf(ErrorKind kind) {
    return AnthropicErrors.statusOf(kind);
  }

  @Override
  public DialectName name() {
    return DialectName.ANTHROPIC;
  }

  @Override
  public Reading read(byte[] body, CallAddress address) {
    try {
      return new Reading.Read(new AnthropicRequestParser().read(Json.object(body)));
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  @Override
  public String path(String model, boolean stream) {
    return "/messages";
  }

  @Override
  public ToolNameRule toolNames() {
    return TOOL_NAMES;
  }

  @Override
  public byte[] body(CanonicalRequest request, Losses losses) {
    return Json.bytes(new AnthropicRequestWriter(request, losses).write());
  }

  @Override
  public List<AnswerEvent> readDocument(byte[] body) {
    Optional<JsonNode> document = Json.tree(body, 0, body.length);
    List<AnswerEvent> events = new ArrayList<>();
    AnthropicAnswerReader reader = new AnthropicAnswerReader(events::add);
    document.filter(JsonNode::isObject).ifPresentOrElse(reader::document, reader::unreadable);
    return events;
  }

  @Override
  public byte[] writeDocument(List<AnswerEvent> events, AnswerContext context) {
    return Json.bytes(AnthropicAnswerWriter.document(events, context));
  }

  @Override
  public StreamReader streamReader() {
    return new AnthropicStreamReader();
  }

  @Override
  public StreamWriter streamWriter(AnswerContext context) {
    return new AnthropicStreamWriter(context);
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return AnthropicErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    return Json.bytes(
        AnthropicErrors.tree(error.kind(), error.message()).put("request_id", requestId));
  }
}
