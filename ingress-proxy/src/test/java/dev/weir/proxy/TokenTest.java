package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.weir.schemas.event.Prompt;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with tokens of an OpenID provider: which tokens are believed, and for whom. */
@Timeout(120)
final class TokenTest extends TokenCase {

  @ParameterizedTest
  @ValueSource(
      strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"})
  void knowsTheCallerByASignedToken(String algorithm) throws Exception {
    gateway.govern(issuer.section());

    await(200, () -> issuer.token(algorithm));

    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(prompt.getTeam()).isEqualTo("search");
    assertThat(prompt.getProject()).isEqualTo("web");
    assertThat(prompt.getUser()).isEqualTo("jo");
    assertThat(prompt.getKeyId()).isEqualTo("token:sso");
    assertThat(upstream.asked().getFirst().head()).doesNotContain("eyJ");
  }

  @Test
  void knowsNobodyByATokenWithoutAnIssuerInThePolicy() throws Exception {
    assertRefused(issuer.token(), "token_unknown_issuer");
    assertThat(issuer.asked()).isZero();
  }

  @Test
  void refusesATokenWhoseSignatureOrClaimsWereChanged() throws Exception {
    trust();
    String[] parts = issuer.token().split("\\.", -1);
    byte[] signature = new Base64URL(parts[2]).decode();
    signature[17] ^= 1;
    Map<String, Object> claims = issuer.claims();
    claims.put("team", "ads");

    assertRefused(
        parts[0] + "." + parts[1] + "." + Base64URL.encode(signature), "token_bad_signature");
    assertRefused(
        parts[0] + "." + Base64URL.encode(JSONObjectUtils.toJSONString(claims)) + "." + parts[2],
        "token_bad_signature");
    assertRefused(parts[0] + "." + parts[1] + ".AAAA", "token_bad_signature");
  }

  @Test
  void refusesATokenThatAnotherKeySignedUnderAPublishedName() throws Exception {
    trust();

    assertRefused(
        TestIssuer.sign(
            TestIssuer.header("RS256", "rsa-1"),
            JSONObjectUtils.toJSONString(issuer.claims()),
            TestIssuer.NEXT_RSA),
        "token_bad_signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
  void refusesATokenThatNobodySigned(String none) throws Exception {
    trust();
    String unsigned =
        Base64URL.encode("{\"alg\":\"" + none + "\",\"kid\":\"rsa-1\"}")
            + "."
            + Base64URL.encode(JSONObjectUtils.toJSONString(issuer.claims()))
            + ".";

    assertRefused(unsigned, "invalid_token");
    assertRefused(unsigned + issuer.token().split("\\.", -1)[2], "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void refusesATokenThatIsAuthenticatedWithThePublicKey(String algorithm) throws Exception {
    trust();
    RSAPublicKey known = TestIssuer.RSA.toRSAPublicKey();

    for (byte[] secret : List.of(known.getEncoded(), known.getModulus().toByteArray())) {
      assertRefused(authenticated(algorithm, secret), "invalid_token");
    }
  }

  private String authenticated(String algorithm, byte[] secret) throws JOSEException {
    JWSObject token =
        new JWSObject(
            TestIssuer.header(algorithm, "rsa-1"),
            new Payload(JSONObjectUtils.toJSONString(issuer.claims())));
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  @Test
  void takesOnlyTheAlgorithmsThatThePolicyAllows() throws Exception {
    gateway.govern(issuer.section().replace("audience", "algorithms: [ES256]\n      audience"));

    await(200, () -> issuer.token("ES256"));

    assertRefused(issuer.token("RS256"), "invalid_token");
    assertRefused(issuer.token("ES384"), "invalid_token");
  }

  @ParameterizedTest
  @CsvSource({
    "-30, 0, 0, 200, ''",
    "-90, 0, 0, 401, token_expired",
    "600, 30, 0, 200, ''",
    "600, 90, 0, 401, token_not_yet_valid",
    "600, 0, 30, 200, ''",
    "600, 0, 90, 401, token_not_yet_valid",
  })
  void allowsClocksToDifferByAMinute(
      int expires, int notBefore, int issued, int status, String code) throws Exception {
    trust();
    long now = Instant.now().getEpochSecond();
    String token =
        issuer.token(Map.of("exp", now + expires, "nbf", now + notBefore, "iat", now + issued));

    HttpResponse<String> answer = ask(token);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
  }

  @Test
  void aTokenThatWasProvenEndsWithItsTime() throws Exception {
    trust();
    // Within what clocks may differ by, it lives on for about five seconds.
    String token = issuer.token(Map.of("exp", Instant.now().getEpochSecond() - 55));

    assertThat(ask(token).statusCode()).isEqualTo(200);
    await(401, () -> token);
    assertRefused(token, "token_expired");
  }

  @Test
  void refusesATokenForAnotherService() throws Exception {
    trust();

    HttpResponse<String> answer = ask(issuer.token(Map.of("aud", "account")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).contains("\"token_wrong_audience\"", "must name one of weir");
    assertRefused(issuer.token(Map.of("aud", List.of())), "token_wrong_audience");
    assertRefused(issuer.token(Map.of("aud", 7)), "token_wrong_audience");
    assertThat(ask(issuer.token(Map.of("aud", "weir"))).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesASignedTokenThatIsNoneForABearer() throws Exception {
    trust();
    String claims = JSONObjectUtils.toJSONString(issuer.claims());
    JWSHeader plain = TestIssuer.header("RS256", "rsa-1");

    assertRefused(
        TestIssuer.sign(
            new JWSHeader.Builder(plain).type(new JOSEObjectType("logout+jwt")).build(),
            claims,
            TestIssuer.RSA),
        "invalid_token");
    assertRefused(TestIssuer.sign(plain, "hello", TestIssuer.RSA), "invalid_token");
    assertRefused(TestIssuer.sign(plain, "[".repeat(5_000), TestIssuer.RSA), "invalid_token");
    Map<String, Object> endless = issuer.claims();
    endless.remove("exp");
    assertRefused(
        TestIssuer.sign(plain, JSONObjectUtils.toJSONString(endless), TestIssuer.RSA),
        "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c", "eyJ.eyJ.x", "..", "eyJhbGciOiJSUzI1NiJ9.e30.", "é.é.é"})
  void refusesWhatOnlyLooksLikeAToken(String credential) throws Exception {
    trust();

    assertThat(ask(credential).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesATokenOfATeamThatItsIssuerMayNotSpeakFor() throws Exception {
    trust();

    for (Object team : List.of("ops", "nobody", "", List.of("ops"), List.of("search", "ads"))) {
      HttpResponse<String> answer = ask(issuer.token(Map.of("team", team)));
      assertThat(answer.statusCode()).as("%s", team).isEqualTo(403);
      assertThat(answer.body()).contains("\"not_allowed\"");
    }
    assertThat(ask(issuer.token(Map.of("team", List.of("/ads", "/all")))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesATokenThatIsTooLong() throws Exception {
    trust();

    assertRefused(issuer.token(Map.of("more", "x".repeat(9_000))), "token_too_long");
    try {
      assertThat(ask("a".repeat(500_000) + "." + "b".repeat(500_000) + ".c").statusCode())
          .isEqualTo(431);
    } catch (IOException _) {
      // The connection was closed before it was all written.
    }
    assertThat(ask(issuer.token()).statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenEndsWithThePolicyThatTrustedItsIssuer() throws Exception {
    trust();
    String token = issuer.token();
    assertThat(ask(token).statusCode()).isEqualTo(200);

    gateway.govern("");

    assertRefused(token, "token_unknown_issuer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-api-key", "api-key", "x-goog-api-key"})
  void takesATokenFromWhereSdksPutAKey(String header) throws Exception {
    trust();

    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header(header, issuer.token())
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
