package dev.weir.dialects.canonical;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The dialects that Weir speaks. */
public enum DialectName {
  /** OpenAI Chat Completions, and every server that is compatible with it. */
  OPENAI_CHAT("openai-chat"),
  OPENAI_RESPONSES("openai-responses"),
  /** Anthropic Messages. */
  ANTHROPIC("anthropic"),
  /** Gemini {@code generateContent}, of the Gemini API and of Vertex AI. */
  GEMINI("gemini"),
  /** Amazon Bedrock Converse. */
  BEDROCK("bedrock");

  private final String text;

  DialectName(String text) {
    this.text = text;
  }

  /** As policies and commands write it. */
  public String text() {
    return text;
  }

  /**
   * Whether its callers have chosen for a model of OpenAI's; others have chosen for another one.
   */
  public boolean isOpenAi() {
    return this == OPENAI_CHAT || this == OPENAI_RESPONSES;
  }

  public static Optional<DialectName> of(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.text.equals(wanted)).findFirst();
  }
}
