package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the keys of an issuer of tokens are read: exchanged, broken, too many, or not to be had. */
@Timeout(120)
final class IssuerTest extends TokenCase {

  @Test
  void takesUpANewKeyWithoutAStartAndDropsTheOldOne() throws Exception {
    trust();
    String old = issuer.token();
    assertThat(ask(old).statusCode()).isEqualTo(200);

    issuer.publish(List.of(TestIssuer.NEXT_RSA));
    String next =
        TestIssuer.sign(
            TestIssuer.header("RS256", "rsa-2"),
            JSONObjectUtils.toJSONString(issuer.claims()),
            TestIssuer.NEXT_RSA);

    await(200, () -> next);
    await(401, () -> old);
    assertRefused(old, "token_unknown_key");
  }

  @Test
  void asksTheIssuerSeldomHoweverManyUnknownKeysAreNamed() throws Exception {
    trust();
    int before = issuer.asked();
    long from = System.nanoTime();

    for (int i = 0;
        i < 200 || System.nanoTime() - from < 2 * TestGateway.ASK_AGAIN.toNanos();
        i++) {
      String token =
          TestIssuer.sign(
              TestIssuer.header("RS256", "unknown-" + i),
              JSONObjectUtils.toJSONString(issuer.claims()),
              TestIssuer.RSA);
      assertThat(ask(token).statusCode()).isIn(401, 503);
    }

    long spans = (System.nanoTime() - from) / TestGateway.ASK_AGAIN.toNanos();
    assertThat(issuer.asked() - before).isBetween(1, (int) spans + 2);
  }

  @Test
  void sendsCallersAwayForASecondWhileTheIssuerIsDownAndLetsThemInWhenItIsBack() throws Exception {
    issuer.goAway();
    gateway.govern(issuer.section());

    HttpResponse<String> answer = ask(issuer.token());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"issuer_unavailable\"", "'sso'");
    assertThat(answer.headers().firstValue("retry-after")).contains("1");

    issuer.comeBack();
    await(200, issuer::token);
  }

  @Test
  void goesOnWithTheKeysThatItKnowsWhileTheIssuerIsDown() throws Exception {
    trust();
    issuer.goAway();
    String unknown =
        TestIssuer.sign(
            TestIssuer.header("RS256", "rsa-2"),
            JSONObjectUtils.toJSONString(issuer.claims()),
            TestIssuer.NEXT_RSA);
    // Of a key that may have come since, nobody can tell.
    await(503, () -> unknown);

    for (int i = 0; i < 5; i++) {
      assertThat(ask(issuer.token(Map.of("sub", "s" + i))).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"keys\":null}",
        "{\"keys\":[]}",
        "{\"keys\":\"rsa-1\"}",
        "{\"keys\":[7]}",
        "{\"keys\":[{\"kty\":\"RSA\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"rsa-1\"}]}",
        "<html>Sign in</html>",
      })
  void anIssuerThatPublishesNoKeyLetsNobodyInAndIsAskedAgain(String document) throws Exception {
    issuer.publish(document);
    gateway.govern(issuer.section());
    await(503, issuer::token);

    issuer.publish(List.of(TestIssuer.RSA));

    await(200, issuer::token);
  }

  @Test
  void findsTheGoodKeyAmongBrokenOnes() throws Exception {
    String good = TestIssuer.RSA.toPublicJWK().toJSONString();
    issuer.publish(
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"?\"},{\"kty\":\"unheard\"},"
            + "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"},{},"
            + good
            + "]}");
    gateway.govern(issuer.section());

    await(200, issuer::token);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 10_000})
  void readsNoSetOfVeryManyKeysAndKeepsTheOneBefore(int keys) throws Exception {
    trust();
    String key = TestIssuer.P256.toPublicJWK().toJSONString();
    issuer.publish(
        IntStream.range(0, keys)
            .mapToObj(i -> key.replace("\"kid\":\"P-256\"", "\"kid\":\"" + i + "\""))
            .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
    int before = issuer.asked();
    await(
        503,
        () ->
            TestIssuer.sign(
                TestIssuer.header("RS256", "unknown"),
                JSONObjectUtils.toJSONString(issuer.claims()),
                TestIssuer.RSA));

    awaitTrue(() -> issuer.asked() > before);

    assertThat(ask(issuer.token(Map.of("sub", "later"))).statusCode()).isEqualTo(200);
  }

  @Test
  void believesNoDiscoveryDocumentOfAnotherIssuer() throws Exception {
    issuer.callsItself("https://sso.example.com/realms/acme");
    gateway.govern(issuer.section());

    await(503, issuer::token);
    assertThat(issuer.asked()).isZero();
  }
}
