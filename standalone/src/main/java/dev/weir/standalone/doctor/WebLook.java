package dev.weir.standalone.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** One GET: does it answer, does its clock agree, does its certificate last? */
final class WebLook implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration SKEW_MAX = Duration.ofSeconds(5);
  private static final Duration CERTIFICATE_MIN = Duration.ofDays(14);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final InstantSource clock;

  WebLook(InstantSource clock) {
    this.clock = clock;
  }

  /** Any answer will do. */
  Finding reach(String subject, URI uri) {
    return look(subject, uri, false);
  }

  /** Only 200 will do; the body says what is wrong. */
  Finding ready(String subject, URI uri) {
    return look(subject, uri, true);
  }

  private Finding look(String subject, URI uri, boolean wants200) {
    try {
      var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (wants200 && answer.statusCode() != 200) {
        return Finding.fail(
            subject, uri + " answers " + answer.statusCode() + ": " + brief(answer.body()));
      }
      Optional<String> skew = skew(answer);
      if (skew.isPresent()) {
        return Finding.warn(subject, uri + " answers, but " + skew.get());
      }
      return answer
          .sslSession()
          .flatMap(this::expiring)
          .map(text -> Finding.warn(subject, uri + " answers, but " + text))
          .orElseGet(() -> Finding.ok(subject, uri + " answers"));
    } catch (IOException e) {
      return Finding.fail(subject, uri + " does not answer (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.fail(subject, uri + ": interrupted");
    }
  }

  private Optional<String> skew(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("date")
        .flatMap(WebLook::date)
        .map(theirs -> Duration.between(theirs, clock.instant()))
        .filter(skew -> skew.abs().compareTo(SKEW_MAX) > 0)
        .map(skew -> "its clock differs from ours by " + skew.toSeconds() + " s");
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> expiring(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(Duration.between(clock.instant(), certificate.getNotAfter().toInstant()))
              .filter(left -> left.compareTo(CERTIFICATE_MIN) < 0)
              .map(left -> "its certificate ends in " + left.toDays() + " day(s)")
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of("it shows no certificate");
    }
  }

  private static String brief(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "..." : line;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
