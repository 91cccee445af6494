package dev.weir.benchmarks.load;

import java.nio.charset.StandardCharsets;

/**
 * One chat request with a prompt of 1 KB.
 *
 * @param model names what the upstream does
 * @param user goes into the body's {@code user}
 */
public record ChatRequest(String model, boolean stream, String user) {

  private static final String PROMPT =
      "Summarise how a weir regulates the water of a river. ".repeat(20).substring(0, 1_000);

  /** The plain request that is answered at once. */
  public static ChatRequest completion() {
    return new ChatRequest("chat", false, "bench");
  }

  public static ChatRequest stream(String model, String user) {
    return new ChatRequest(model, true, user);
  }

  public String body() {
    return """
    {"model":"%s","messages":[{"role":"user","content":"%s"}],%s"user":"%s"}\
    """
        .formatted(
            model,
            PROMPT,
            stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "",
            user);
  }

  /** The whole request as it goes over the wire. */
  byte[] bytes(Endpoint endpoint) {
    byte[] body = body().getBytes(StandardCharsets.US_ASCII);
    StringBuilder head = new StringBuilder("POST " + Endpoint.PATH + " HTTP/1.1\r\n");
    head.append("host: 127.0.0.1:").append(endpoint.port()).append("\r\n");
    head.append("content-type: application/json\r\n");
    endpoint.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("content-length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }
}
