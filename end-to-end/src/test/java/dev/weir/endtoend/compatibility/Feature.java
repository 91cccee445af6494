package dev.weir.endtoend.compatibility;

/** What a caller asks for, and what the provider's script answers to it. */
enum Feature {
  TEXT("text", "plain answer"),
  SYSTEM("system prompt", "system: be brief"),
  TOOLS("parallel tool calls", ""),
  TOOL_RESULTS("tool results", "Oslo: rain, Rome: sun"),
  IMAGE("image", "image/png iVBORw0KGgo="),
  JSON_SCHEMA("JSON schema", "{\"answer\":42}"),
  THINKING("reasoning", "thought through"),
  ERROR("error", "");

  private final String title;
  private final String text;

  Feature(String title, String text) {
    this.title = title;
    this.text = text;
  }

  String title() {
    return title;
  }

  /** The text that the caller must hear. */
  String text() {
    return text;
  }
}
