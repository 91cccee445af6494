package dev.weir.proxy;

/** What a provider of Chat Completions answers, whole or in the events of a stream. */
final class ChatAnswers {

  private ChatAnswers() {}

  static String document(String content) {
    return """
    {"id":"c1","object":"chat.completion","created":1,"model":"m","system_fingerprint":"fp",\
    "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\
    """
        .formatted(content);
  }

  static String text(String text) {
    return chunk("{\"content\":\"" + text + "\"}", "null");
  }

  static String finish() {
    return chunk("{}", "\"stop\"");
  }

  static String done() {
    return "data: [DONE]\n\n";
  }

  static String chunk(String delta, String reason) {
    return "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + reason
        + "}]}\n\n";
  }

  /** The text that a stream of chat events says. */
  static String said(String stream) {
    StringBuilder text = new StringBuilder();
    for (String line : stream.split("\n", -1)) {
      int at = line.indexOf("\"content\":\"");
      if (at >= 0) {
        int from = at + "\"content\":\"".length();
        text.append(line, from, line.indexOf('"', from));
      }
    }
    return text.toString();
  }
}
