package dev.weir.proxy.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers that answer as they should not. */
@Timeout(60)
final class WebKeySourceTest {

  private static final String GOOD = Keys.document(Keys.named("one"));

  private final CountDownLatch over = new CountDownLatch(1);
  private final WebKeySource source =
      new WebKeySource(
          new IssuerLimits(
              Duration.ofMinutes(5),
              Duration.ofSeconds(5),
              Duration.ofHours(24),
              Duration.ofMillis(500),
              64 * 1024,
              100));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve("/good", 200, GOOD);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    source.close();
    server.stop(0);
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void serve(String path, int status, String text) {
    serve(
        path,
        exchange -> {
          try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private void serve(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private KeySet keysAt(String path) throws Exception {
    return source.ask(new KeyAddress("https://sso.invalid", Optional.of(URI.create(at(path)))));
  }

  private KeySet discovered() throws Exception {
    return source.ask(new KeyAddress(at(""), Optional.empty()));
  }

  private void discovery(String document) {
    serve("/.well-known/openid-configuration", 200, document);
  }

  @Test
  void findsTheKeysWhereThePolicyOrTheIssuerSays() throws Exception {
    discovery("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(at(""), at("/good")));

    assertThat(keysAt("/good").keys()).hasSize(1);
    assertThat(discovered()).isEqualTo(keysAt("/good"));
  }

  @Test
  void readsNoAnswerThatIsTooLong() {
    serve("/long", 200, GOOD + " ".repeat(64 * 1024));

    assertThatThrownBy(() -> keysAt("/long"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(at("/long") + ": no answer");
  }

  @Test
  void waitsForNoAnswerThatDrips() {
    serve(
        "/drips",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });

    assertThatThrownBy(() -> keysAt("/drips")).hasMessageContaining("not answer within 500 ms");
  }

  @Test
  void followsNoRedirect() {
    serve(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", at("/good"));
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    assertThatThrownBy(() -> keysAt("/moved")).hasMessageEndingWith("answers with status 302");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sso.example.com/keys",
        "file:///etc/passwd",
        "https://",
        "keys",
        "",
        "http://127.0.0.1.nip.io/keys"
      })
  void goesToNoAddressThatOthersCouldAnswerFor(String keys) {
    discovery("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(at(""), keys));

    assertThatThrownBy(this::discovered).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"issuer\":7}", "<html>", "{\"issuer\":\"ISSUER\"}"})
  void saysWhichDocumentIsNone(String document) {
    discovery(document.replace("ISSUER", at("")));

    assertThatThrownBy(this::discovered)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(at("/.well-known/openid-configuration") + ": ");
  }

  @Test
  void survivesADocumentThatNestsDeeply() {
    serve("/deep", 200, "{\"keys\":" + "[".repeat(30_000));

    assertThatThrownBy(() -> keysAt("/deep")).isInstanceOf(IOException.class);
  }
}
