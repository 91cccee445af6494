package dev.weir.endtoend.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a process shows its operators at one moment. */
public record Page(int status, String text) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** {@code path}: of a page of the admin port. */
  public static Page of(URI admin, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(admin.resolve(path)).timeout(PATIENCE).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Page(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An address for the admin port of a role that leaves none for others to find. */
  public static URI freeAddress() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The greatest value of a metric on this page of metrics. */
  public double metric(String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .max()
        .orElseThrow(() -> new AssertionError("no metric " + name + " in " + text));
  }
}
