package dev.weir.dialects.bedrock;

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
import dev.weir.dialects.canonical.StreamFormat;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.canonical.StreamWriter;
import dev.weir.dialects.canonical.ToolNameRule;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Amazon Bedrock Converse and ConverseStream
 * (docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html). The path names the
 * model and tells whether a stream is wanted; streams are {@code
 * application/vnd.amazon.eventstream}.
 */
public final class BedrockDialect implements Dialect {

  private static final ToolNameRule TOOL_NAMES = new ToolNameRule("", true, 64);

  @Override
  public DialectName name() {
    return DialectName.BEDROCK;
  }

  @Override
  public Reading read(byte[] body, CallAddress address) {
    try {
      return new Reading.Read(new BedrockRequestParser(address).read(Json.object(body)));
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  @Override
  public String path(String model, boolean stream) {
    // An id may be an ARN, whose slashes and colons are no parts of the path.
    return "/model/" + PercentEncoding.encode(model) + (stream ? "/converse-stream" : "/converse");
  }

  @Override
  public ToolNameRule toolNames() {
    return TOOL_NAMES;
  }

  @Override
  public byte[] body(CanonicalRequest request, Losses losses) {
    return Json.bytes(new BedrockRequestWriter(request, losses).write());
  }

  @Override
  public List<AnswerEvent> readDocument(byte[] body) {
    Optional<JsonNode> document = Json.tree(body, 0, body.length);
    List<AnswerEvent> events = new ArrayList<>();
    BedrockAnswerReader reader = new BedrockAnswerReader(events::add);
    document.filter(JsonNode::isObject).ifPresentOrElse(reader::document, reader::unreadable);
    return events;
  }

  @Override
  public byte[] writeDocument(List<AnswerEvent> events, AnswerContext context) {
    return Json.bytes(BedrockAnswerWriter.document(events));
  }

  @Override
  public StreamFormat streamFormat() {
    return StreamFormat.FRAMES;
  }

  @Override
  public StreamReader streamReader() {
    return new BedrockStreamReader();
  }

  @Override
  public StreamWriter streamWriter(AnswerContext context) {
    return new BedrockStreamWriter();
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return BedrockErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    return BedrockErrors.write(error);
  }
}
