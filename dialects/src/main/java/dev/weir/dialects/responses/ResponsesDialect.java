package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Citation;
import dev.weir.dialects.canonical.CitedText;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
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
 * OpenAI Responses. Its state at the provider ({@code previous_response_id}, {@code conversation},
 * {@code prompt}, {@code background}, item references) has no translation and is refused by name. A
 * request of another dialect is written with {@code store: false}: nobody there could ask for what
 * was stored. {@link ReasoningProof} says how signatures of thinking travel.
 */
public final class ResponsesDialect implements Dialect {

  private static final ToolNameRule TOOL_NAMES = new ToolNameRule("", true, 64);

  @Override
  public DialectName name() {
    return DialectName.OPENAI_RESPONSES;
  }

  @Override
  public Reading read(byte[] body, CallAddress address) {
    try {
      return new Reading.Read(new ResponsesRequestParser().read(Json.object(body)));
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  @Override
  public String path(String model, boolean stream) {
    return "/responses";
  }

  @Override
  public ToolNameRule toolNames() {
    return TOOL_NAMES;
  }

  @Override
  public byte[] body(CanonicalRequest request, Losses losses) {
    return Json.bytes(new ResponsesRequestWriter(request, losses).write());
  }

  @Override
  public boolean hasCustomTools() {
    return true;
  }

  @Override
  public Optional<AnswerEvent.Foreign> cite(int choice, Citation citation, CitedText text) {
    return citation.start() < text.runStart()
        ? Optional.empty()
        : Optional.of(UrlCitation.of(choice, citation.from(text.runStart())));
  }

  @Override
  public List<AnswerEvent> readDocument(byte[] body) {
    Optional<JsonNode> document = Json.tree(body, 0, body.length);
    List<AnswerEvent> events = new ArrayList<>();
    ResponsesAnswerReader reader = new ResponsesAnswerReader(events::add);
    document.filter(JsonNode::isObject).ifPresentOrElse(reader::document, reader::unreadable);
    return events;
  }

  @Override
  public byte[] writeDocument(List<AnswerEvent> events, AnswerContext context) {
    return Json.bytes(ResponsesAnswerWriter.document(events, context));
  }

  @Override
  public StreamReader streamReader() {
    return new ResponsesStreamReader();
  }

  @Override
  public StreamWriter streamWriter(AnswerContext context) {
    return new ResponsesStreamWriter(context);
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return ResponsesErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    return ResponsesErrors.write(error);
  }
}
