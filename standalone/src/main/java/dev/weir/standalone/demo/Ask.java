package dev.weir.standalone.demo;

import java.util.Optional;

/**
 * One request of the story.
 *
 * @param team whose key it bears; nothing for a request without a key
 * @param body as it is sent, which need not be JSON
 * @param hangsUp whether the caller closes the connection after the first bytes of the answer
 */
record Ask(Optional<String> team, String body, boolean hangsUp) {

  static Ask plain(String team, String model, String text) {
    return new Ask(Optional.of(team), json(model, text, ""), false);
  }

  static Ask stream(String team, String model, String text) {
    return new Ask(Optional.of(team), json(model, text, STREAM), false);
  }

  static Ask hangUp(String team, String model, String text) {
    return new Ask(Optional.of(team), json(model, text, STREAM), true);
  }

  static Ask raw(String team, String body) {
    return new Ask(Optional.of(team), body, false);
  }

  static Ask stranger() {
    return new Ask(Optional.empty(), json("echo-small", "Who am I?", ""), false);
  }

  private static final String STREAM =
      "\"stream\":true,\"stream_options\":{\"include_usage\":true},";

  private static String json(String model, String text, String options) {
    return """
    {"model":"%s",%s"messages":[{"role":"user","content":"%s"}]}\
    """
        .formatted(model, options, text);
  }
}
