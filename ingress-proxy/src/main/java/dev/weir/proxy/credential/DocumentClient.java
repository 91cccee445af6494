package dev.weir.proxy.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.dialects.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Small JSON documents from other machines, for the threads that keep credentials: whole within a
 * time and a size, over TLS that the JVM's trust store vouches for, and never from another address
 * than the one that was asked.
 */
public final class DocumentClient implements AutoCloseable {

  private static final int BYTES_MAX = 1 << 20;

  private final Duration within;
  private final HttpClient client;

  /** {@code within}: from the connection to the last byte. */
  public DocumentClient(Duration within) {
    this.within = within;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(within)
            .build();
  }

  /**
   * What came.
   *
   * @param body missing where it is no JSON
   */
  public record Answer(int status, JsonNode body) {

    /** Without the body, which may hold what was asked for. */
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /**
   * Gets a document.
   *
   * @throws IOException where no whole answer came; the message says why and quotes nothing of it
   */
  public Answer get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
    return send(request(uri, headers).GET().build());
  }

  /** Posts a text, as {@link #get}. */
  public Answer post(URI uri, Map<String, String> headers, String type, String body)
      throws IOException, InterruptedException {
    return send(
        request(uri, headers)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(URI uri, Map<String, String> headers)
      throws IOException {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(uri).header("Accept", "application/json");
      headers.forEach(builder::header);
      return builder;
    } catch (IllegalArgumentException _) {
      // Its message quotes the header, which may be a secret.
      throw new IOException("a header of the request is not valid");
    }
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
    String where = request.uri().getScheme() + "://" + request.uri().getRawAuthority();
    try {
      HttpResponse<byte[]> answer = coming.get(within.toNanos(), TimeUnit.NANOSECONDS);
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      return new Answer(answer.statusCode(), Json.tree(text).orElseGet(MissingNode::getInstance));
    } catch (TimeoutException _) {
      throw new IOException(where + " did not answer within " + within.toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(where + " cannot be used (" + cause.getClass().getSimpleName() + ")");
    } finally {
      var _ = coming.cancel(true);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
