package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.ProviderError;
import dev.weir.dialects.canonical.Reading;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.WrittenRequest;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gemini {@code generateContent} and {@code streamGenerateContent}, of the Gemini API and of Vertex
 * AI. A part's {@code thoughtSignature} is a call's own where it stands on a {@code functionCall};
 * elsewhere it is thinking without words after the part.
 */
public final class GeminiDialect implements Dialect {

  @Override
  public DialectName name() {
    return DialectName.GEMINI;
  }

  @Override
  public Reading read(byte[] body, CallAddress address) {
    try {
      return new Reading.Read(new GeminiRequestParser().read(Json.object(body), address));
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  @Override
  public WrittenRequest write(CanonicalRequest request, Losses losses) {
    String model = URLEncoder.encode(request.model(), UTF_8).replace("+", "%20");
    String method = request.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return new WrittenRequest(
        "/models/" + model + method, Json.bytes(new GeminiRequestWriter(request, losses).write()));
  }

  @Override
  public List<AnswerEvent> readDocument(byte[] body) {
    Optional<JsonNode> document = Json.tree(body, 0, body.length);
    List<AnswerEvent> events = new ArrayList<>();
    GeminiAnswerReader reader = new GeminiAnswerReader(events::add);
    document.filter(JsonNode::isObject).ifPresentOrElse(reader::document, reader::unreadable);
    return events;
  }

  @Override
  public byte[] writeDocument(List<AnswerEvent> events, AnswerContext context) {
    return Json.bytes(GeminiAnswerWriter.document(events, context));
  }

  @Override
  public StreamReader streamReader() {
    return new GeminiStreamReader();
  }

  @Override
  public StreamWriter streamWriter(AnswerContext context) {
    return new GeminiStreamWriter(context);
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return GeminiErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    return GeminiErrors.write(error);
  }
}
