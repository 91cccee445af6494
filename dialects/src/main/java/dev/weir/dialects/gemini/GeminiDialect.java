package dev.weir.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.ToolNameRule;
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

  private static final ToolNameRule TOOL_NAMES = new ToolNameRule(".", false, 64);

  private static final String MODELS = "models/";
  private static final String TUNED = "tunedModels/";

  private final StreamFormat format;
  private final GeminiServer server;

  /** Streams of events, which is what every SDK asks for with {@code alt=sse}. */
  public GeminiDialect() {
    this(StreamFormat.EVENTS, GeminiServer.GEMINI_API);
  }

  private GeminiDialect(StreamFormat format, GeminiServer server) {
    this.format = format;
    this.server = server;
  }

  /** As Vertex AI understands it. */
  public static GeminiDialect ofVertex() {
    return new GeminiDialect(StreamFormat.EVENTS, GeminiServer.VERTEX);
  }

  /**
   * Streams that are one JSON array, which is what a call without {@code alt} is answered with. An
   * array that ends with an error has its bracket all the same: without it nobody could read the
   * error. Where no answer began, the error is the only element.
   */
  public static GeminiDialect ofArrays() {
    return new GeminiDialect(StreamFormat.JSON_ARRAY, GeminiServer.GEMINI_API);
  }

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
  public String path(String model, boolean stream) {
    boolean tuned = model.startsWith(TUNED);
    String folder = tuned ? TUNED : MODELS;
    String name = model.startsWith(folder) ? model.substring(folder.length()) : model;
    return "/"
        + folder
        + URLEncoder.encode(name, UTF_8).replace("+", "%20")
        + (stream ? ":streamGenerateContent" + framing(false).query() : ":generateContent");
  }

  @Override
  public ToolNameRule toolNames() {
    return TOOL_NAMES;
  }

  @Override
  public byte[] body(CanonicalRequest request, Losses losses) {
    return Json.bytes(new GeminiRequestWriter(request, server, losses).write());
  }

  @Override
  public boolean hasChoices() {
    return true;
  }

  @Override
  public Optional<AnswerEvent.Foreign> cite(int choice, Citation citation, CitedText text) {
    return CitedPages.page(choice, citation, text);
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
    return new GeminiStreamWriter(context, framing(false));
  }

  @Override
  public StreamFormat streamFormat() {
    return format;
  }

  @Override
  public byte[] writeStreamError(AnswerEvent.Failed failure, AnswerContext context) {
    return new GeminiStreamWriter(context, framing(true)).write(failure);
  }

  private Framing framing(boolean begun) {
    return format == StreamFormat.JSON_ARRAY ? new Framing.Elements(begun) : new Framing.Events();
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return GeminiErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    byte[] object = GeminiErrors.write(error);
    return format == StreamFormat.JSON_ARRAY ? framing(false).last(object) : object;
  }
}
