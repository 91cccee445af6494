package dev.weir.dialects.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the examples that AWS documents. */
final class SigV4Test {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final SigV4.Credentials WHO =
      new SigV4.Credentials("AKIDEXAMPLE", SECRET, Optional.empty());
  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
  private static final byte[] NOTHING = new byte[0];

  @Test
  void derivesTheDocumentedKey() {
    byte[] key = SigV4.signingKey(SECRET, "20150830", "us-east-1", "iam");

    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  }

  @Test
  void signsThePlainExampleOfTheTestSuite() {
    var request = new SigV4.Request("GET", "example.amazonaws.com", "/", "", NOTHING);

    Map<String, String> headers = SigV4.headers(WHO, "us-east-1", "service", request, NOW);

    assertThat(headers)
        .containsExactly(
            Map.entry("x-amz-date", "20150830T123600Z"),
            Map.entry(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"));
  }

  @Test
  void signsParametersInTheOrderOfTheirNames() {
    var ordered = new SigV4.Request("GET", "h", "/", "Param1=value1&Param2=value2", NOTHING);
    var other = new SigV4.Request("GET", "h", "/", "Param2=value2&Param1=value1", NOTHING);

    assertThat(SigV4.headers(WHO, "us-east-1", other, NOW))
        .isEqualTo(SigV4.headers(WHO, "us-east-1", ordered, NOW));
  }

  @Test
  void encodesAnArnTwice() {
    assertThat(
            SigV4.canonicalPath(
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.x-v1%3A0"
                    + "/converse"))
        .isEqualTo(
            "/model/arn%253Aaws%253Abedrock%253Aus-east-1%253A1%253Ainference-profile"
                + "%252Fus.x-v1%253A0/converse");
  }

  /** The signatures are those that botocore 1.43 makes of the same request. */
  @ParameterizedTest
  @CsvSource({
    "'', 601695b5c59c85382f7c0dd945b07e7e8eae9df86ce9194d401c27087ac495a0",
    "TOKEN==, 6c33aed5da4889de0dd1af6a97aa621e5849e25c0d680781eaa06824a0eda31b"
  })
  void signsACallOfAnArnWithSlashes(String token, String signature) {
    var who =
        new SigV4.Credentials(
            "AKIDEXAMPLE", SECRET, Optional.of(token).filter(it -> !it.isEmpty()));
    var request =
        new SigV4.Request(
            "POST",
            "bedrock-runtime.us-east-1.amazonaws.com",
            "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile"
                + "%2Fus.anthropic.claude-sonnet-4-20250514-v1%3A0/converse-stream",
            "",
            "{\"messages\":[]}".getBytes(UTF_8));

    assertThat(SigV4.headers(who, "us-east-1", request, NOW).get("authorization"))
        .endsWith(", Signature=" + signature);
  }

  @Test
  void signsTheTokenOfASession() {
    var session = new SigV4.Credentials("AKIDEXAMPLE", SECRET, Optional.of("token"));
    var request = new SigV4.Request("POST", "h", "/model/m/converse", "", "{}".getBytes(UTF_8));

    Map<String, String> headers = SigV4.headers(session, "eu-west-1", request, NOW);

    assertThat(headers.keySet())
        .containsExactly("x-amz-date", "x-amz-security-token", "authorization");
    assertThat(headers.get("authorization"))
        .contains("/eu-west-1/bedrock/aws4_request")
        .contains("SignedHeaders=host;x-amz-date;x-amz-security-token,");
  }

  @Test
  void signsTheBody() {
    var one = new SigV4.Request("POST", "h", "/p", "", "{}".getBytes(UTF_8));
    var other = new SigV4.Request("POST", "h", "/p", "", "[]".getBytes(UTF_8));

    assertThat(SigV4.headers(WHO, "r", one, NOW)).isNotEqualTo(SigV4.headers(WHO, "r", other, NOW));
  }

  @Test
  void namesNoSecret() {
    assertThat(WHO.toString()).doesNotContain(SECRET);
  }
}
