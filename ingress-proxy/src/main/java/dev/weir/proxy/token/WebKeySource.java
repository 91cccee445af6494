package dev.weir.proxy.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys as OpenID Connect Discovery 1.0 says. Follows no redirect: who redirects decides who
 * calls.
 */
final class WebKeySource implements KeySource {

  private static final String DISCOVERY = "/.well-known/openid-configuration";

  private final IssuerLimits limits;

  /** Made when the first issuer is asked: most installations have none. */
  private @Nullable HttpClient client;

  WebKeySource(IssuerLimits limits) {
    this.limits = limits;
  }

  @Override
  public KeySet ask(KeyAddress address) throws IOException, InterruptedException {
    URI at = address.keysAt().isPresent() ? address.keysAt().get() : discover(address.issuer());
    try {
      return KeySet.parse(text(at), limits.keysMax());
    } catch (IOException e) {
      throw new IOException(at + ": " + e.getMessage(), e);
    }
  }

  private URI discover(String issuer) throws IOException, InterruptedException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    URI at = URI.create(base + DISCOVERY);
    try {
      Map<String, Object> document = JSONObjectUtils.parse(text(at));
      // Section 4.3: else one issuer could speak in the name of another.
      if (!issuer.equals(document.get("issuer"))) {
        throw new IOException("its 'issuer' is not " + issuer);
      }
      if (!(document.get("jwks_uri") instanceof String keys)) {
        throw new IOException("it has no 'jwks_uri'");
      }
      return asSafeAs(at, URI.create(keys));
    } catch (ParseException | RuntimeException e) {
      throw new IOException(at + ": no discovery document", e);
    } catch (IOException e) {
      throw new IOException(at + ": " + e.getMessage(), e);
    }
  }

  private static URI asSafeAs(URI issuer, URI keys) throws IOException {
    boolean near = issuer.getScheme().equals("http") && issuer.getHost().equals(keys.getHost());
    if (!"https".equals(keys.getScheme()) && !near) {
      throw new IOException("its 'jwks_uri' is not https");
    }
    return keys;
  }

  private String text(URI at) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(at).header("Accept", "application/json").build();
    } catch (IllegalArgumentException e) {
      throw new IOException("no address to ask", e);
    }
    var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.answerBytesMax());
    HttpResponse<byte[]> answer = await(client().sendAsync(request, body));
    if (answer.statusCode() != 200) {
      throw new IOException("answers with status " + answer.statusCode());
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** For the whole answer: a request's own timeout ends with the headers, and bodies may drip. */
  private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> sent)
      throws IOException, InterruptedException {
    try {
      return sent.get(limits.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "does not answer within " + limits.answerWithin().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException("no answer: " + reason(e.getCause()), e);
    } finally {
      sent.cancel(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "unknown";
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ", " + message);
  }

  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(limits.answerWithin())
              .build();
      client = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
