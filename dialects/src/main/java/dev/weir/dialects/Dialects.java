package dev.weir.dialects;

import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.dialects.bedrock.BedrockDialect;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.chat.ChatDialect;
import dev.weir.dialects.gemini.GeminiDialect;
import dev.weir.dialects.responses.ResponsesDialect;
import java.util.List;

/** All dialects by their names. */
public final class Dialects {

  private static final Dialect OPENAI_CHAT = ChatDialect.ofOpenAi();
  private static final Dialect OPENAI_RESPONSES = new ResponsesDialect();
  private static final Dialect ANTHROPIC = new AnthropicDialect();
  private static final Dialect GEMINI = new GeminiDialect();
  private static final Dialect BEDROCK = new BedrockDialect();

  private static final Dialect GEMINI_ARRAYS = GeminiDialect.ofArrays();

  private static final Dialect VERTEX = GeminiDialect.ofVertex();

  private Dialects() {}

  /** Chat as the server on this host, which is only compatible with OpenAI, understands it. */
  public static Dialect compatibleChat(String host) {
    return ChatDialect.ofCompatibleServer(host);
  }

  /**
   * Gemini whose streams are JSON arrays: {@code streamGenerateContent} without {@code alt=sse}.
   */
  public static Dialect geminiArrays() {
    return GEMINI_ARRAYS;
  }

  /** Gemini as Vertex AI understands it. */
  public static Dialect vertex() {
    return VERTEX;
  }

  /** The names of all. */
  public static List<DialectName> names() {
    return List.of(DialectName.values());
  }

  public static Dialect of(DialectName name) {
    return switch (name) {
      case OPENAI_CHAT -> OPENAI_CHAT;
      case ANTHROPIC -> ANTHROPIC;
      case OPENAI_RESPONSES -> OPENAI_RESPONSES;
      case GEMINI -> GEMINI;
      case BEDROCK -> BEDROCK;
    };
  }
}
