package dev.weir.proxy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenID provider on loopback: it publishes, signs, rotates, and goes away. */
final class TestIssuer implements AutoCloseable {

  static final RSAKey RSA = rsa("rsa-1");
  static final RSAKey NEXT_RSA = rsa("rsa-2");
  static final ECKey P256 = ec(Curve.P_256);
  static final ECKey P384 = ec(Curve.P_384);
  static final Edwards ED25519 = Edwards.make("ed-1");

  /** A key of Ed25519 with what the JDK needs to sign. */
  record Edwards(KeyPair pair, OctetKeyPair published) {

    static Edwards make(String id) {
      try {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new Edwards(
            pair,
            new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).keyID(id).build());
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final AtomicInteger asked = new AtomicInteger();
  private final int port;
  private HttpServer server;
  private volatile String issuer;
  private volatile String keys = "";

  private TestIssuer(HttpServer server) {
    this.server = server;
    this.port = server.getAddress().getPort();
    this.issuer = "http://127.0.0.1:" + port + "/realms/acme";
    publish(List.of(RSA, P256, P384, ED25519.published()));
  }

  static TestIssuer start() throws IOException {
    TestIssuer issuer =
        new TestIssuer(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    issuer.serve();
    return issuer;
  }

  private void serve() {
    server.createContext(
        "/realms/acme/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                "{\"issuer\":\""
                    + issuer
                    + "\",\"jwks_uri\":\"http://127.0.0.1:"
                    + port
                    + "/keys\"}"));
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          answer(exchange, keys);
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** The policy's section that trusts it. */
  String section() {
    return """
    identity:
      issuers:
        sso:
          issuer: http://127.0.0.1:%d/realms/acme
          audience: [weir]
          claims: {team: team, project: resource.project, user: preferred_username}
          teams: [search, ads]
    """
        .formatted(port);
  }

  void publish(List<? extends JWK> published) {
    publish(new JWKSet(List.copyOf(published)).toString());
  }

  void publish(String document) {
    keys = document;
  }

  /** What its discovery document says it is. */
  void callsItself(String name) {
    issuer = name;
  }

  /** How often its keys were asked for. */
  int asked() {
    return asked.get();
  }

  void goAway() {
    server.stop(0);
  }

  void comeBack() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      serve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a token that is good for ten minutes. */
  Map<String, Object> claims() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "http://127.0.0.1:" + port + "/realms/acme");
    claims.put("aud", List.of("account", "weir"));
    claims.put("sub", "f3a1");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("team", "search");
    claims.put("resource", Map.of("project", "web"));
    claims.put("preferred_username", "jo");
    return claims;
  }

  /** A good token with other claims; null takes one out. */
  String token(Map<String, Object> others) {
    Map<String, Object> claims = claims();
    claims.putAll(others);
    return sign(header("RS256", "rsa-1"), JSONObjectUtils.toJSONString(claims), RSA);
  }

  String token() {
    return token(Map.of());
  }

  String token(String algorithm) {
    JWK key =
        switch (algorithm) {
          case "ES256" -> P256;
          case "ES384" -> P384;
          case "EdDSA" -> ED25519.published();
          default -> RSA;
        };
    return sign(header(algorithm, key.getKeyID()), JSONObjectUtils.toJSONString(claims()), key);
  }

  static JWSHeader header(String algorithm, String keyId) {
    return new JWSHeader.Builder(new JWSAlgorithm(algorithm)).keyID(keyId).build();
  }

  static String sign(JWSHeader header, String payload, JWK key) {
    JWSObject token = new JWSObject(header, new Payload(payload));
    try {
      switch (key) {
        case RSAKey rsa -> token.sign(new RSASSASigner(rsa));
        case ECKey ec -> token.sign(new ECDSASigner(ec));
        default -> {
          Signature signature = Signature.getInstance("Ed25519");
          signature.initSign(ED25519.pair().getPrivate());
          signature.update(token.getSigningInput());
          return new String(token.getSigningInput(), StandardCharsets.US_ASCII)
              + "."
              + Base64URL.encode(signature.sign());
        }
      }
      return token.serialize();
    } catch (JOSEException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ECKey ec(Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(curve.getName()).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
