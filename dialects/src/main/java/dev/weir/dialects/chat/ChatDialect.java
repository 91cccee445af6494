package dev.weir.dialects.chat;

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
 * OpenAI Chat Completions. What Anthropic and Gemini need back and Chat has no field for travels as
 * others do it: thinking as {@code reasoning_content}, its signatures as OpenRouter's {@code
 * reasoning_details}, Gemini's {@code thoughtSignature} as Google's {@code
 * extra_content.google.thought_signature}.
 */
public final class ChatDialect implements Dialect {

  private static final ToolNameRule TOOL_NAMES = new ToolNameRule("", true, 64);

  private final ChatServer server;

  private ChatDialect(ChatServer server) {
    this.server = server;
  }

  /** OpenAI itself. */
  public static ChatDialect ofOpenAi() {
    return new ChatDialect(ChatServer.OPENAI);
  }

  /** The server on this host, which is compatible with it. */
  public static ChatDialect ofCompatibleServer(String host) {
    return new ChatDialect(ChatServer.ofCompatible(host));
  }

  @Override
  public DialectName name() {
    return DialectName.OPENAI_CHAT;
  }

  @Override
  public Reading read(byte[] body, CallAddress address) {
    try {
      return new Reading.Read(new ChatRequestParser().read(Json.object(body), address));
    } catch (WrongJsonException e) {
      return new Reading.Wrong(e.field(), e.text());
    }
  }

  @Override
  public String path(String model, boolean stream) {
    return "/chat/completions";
  }

  @Override
  public ToolNameRule toolNames() {
    return TOOL_NAMES;
  }

  @Override
  public byte[] body(CanonicalRequest request, Losses losses) {
    return Json.bytes(new ChatRequestWriter(losses, server).write(request));
  }

  @Override
  public boolean hasChoices() {
    return true;
  }

  @Override
  public boolean hasCustomTools() {
    return !server.isCompatible();
  }

  @Override
  public Optional<AnswerEvent.Foreign> cite(int choice, Citation citation, CitedText text) {
    return Optional.of(UrlCitation.of(choice, citation));
  }

  @Override
  public List<AnswerEvent> readDocument(byte[] body) {
    Optional<JsonNode> document = Json.tree(body, 0, body.length);
    List<AnswerEvent> events = new ArrayList<>();
    ChatAnswerReader reader = new ChatAnswerReader(events::add);
    document.filter(JsonNode::isObject).ifPresentOrElse(reader::document, reader::unreadable);
    return events;
  }

  @Override
  public byte[] writeDocument(List<AnswerEvent> events, AnswerContext context) {
    return Json.bytes(ChatAnswerWriter.document(events, context));
  }

  @Override
  public StreamReader streamReader() {
    return new ChatStreamReader();
  }

  @Override
  public StreamWriter streamWriter(AnswerContext context) {
    return new ChatStreamWriter(context);
  }

  @Override
  public ProviderError readError(int status, byte[] body) {
    return ChatErrors.read(status, body);
  }

  @Override
  public byte[] writeError(ProviderError error, String requestId) {
    return ChatErrors.write(error);
  }
}
