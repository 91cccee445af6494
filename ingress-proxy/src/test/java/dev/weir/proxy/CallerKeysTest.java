package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Admission;
import dev.weir.schemas.event.Decision;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.Usage;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is served: virtual keys, where they are shown, what they are for, and what is told of one
 * that serves no longer.
 */
final class CallerKeysTest extends ChatCase {

  @Test
  void refusesACallerWithoutAKeyAndRecordsOnlyAnAdmission() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .POST(BodyPublishers.ofString(ASK))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"weir\"");
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":{\"message\":\"No API key was sent. Send one: Authorization: Bearer"
                + " wk_...\",\"type\":\"authentication_error\",\"param\":null,"
                + "\"code\":\"missing_api_key\"}}");
    Admission admission = gateway.log.next(Admission.class);
    assertThat(admission.getDecision()).isEqualTo(Decision.REFUSED);
    assertThat(admission.getStatus()).isEqualTo(401);
    assertThat(admission.getTeam()).isEmpty();
    assertThat(gateway.log.all(Prompt.class)).isEmpty();
    assertThat(gateway.log.all(Usage.class)).isEmpty();
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void admitsNobodyBeforeTheViewsAreComplete() throws Exception {
    gateway.viewsComplete = false;

    HttpResponse<String> answer = client.send(gateway.chat(ASK).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Authorization,'Bearer '", "x-api-key,''", "api-key,''"})
  void takesTheKeyFromWhereSdksPutIt(String header, String before) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .header(header, before + TestKeys.KEY.reveal())
                .POST(BodyPublishers.ofString(ASK))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(upstream.asked().getFirst().head()).doesNotContain("wk_");
  }

  @Test
  void tellsTheHolderOfAKeyWhyItNoLongerServes() throws Exception {
    HttpResponse<String> revoked = sendAs(TestKeys.REVOKED_KEY.reveal(), ASK);
    HttpResponse<String> expired = sendAs(TestKeys.EXPIRED_KEY.reveal(), ASK);

    assertThat(revoked.statusCode()).isEqualTo(401);
    assertThat(revoked.body()).contains("\"revoked_api_key\"", "was revoked at 1970-01-01");
    assertThat(expired.statusCode()).isEqualTo(401);
    assertThat(expired.body()).contains("\"expired_api_key\"", "expired at 1970-01-01");
  }

  @Test
  void tellsNothingAboutAKnownKeysIdWithAnotherSecret() throws Exception {
    String forged = TestKeys.REVOKED_KEY.reveal().replace("AAAA", "BBBB");
    String unheard = TestKeys.REVOKED_KEY.reveal().replace("abcdef3", "abcdef9");

    HttpResponse<String> ofAKnownId = sendAs(forged, ASK);

    assertThat(ofAKnownId.statusCode()).isEqualTo(401);
    assertThat(ofAKnownId.body())
        .contains("\"invalid_api_key\"", "The API key is not known")
        .isEqualTo(sendAs(unheard, ASK).body())
        .isEqualTo(sendAs("sk-of-somebody-else", ASK).body());
  }

  @Test
  void keepsAKeyToTheModelsThatItWasMadeFor() throws Exception {
    String key = TestKeys.NARROW_KEY.reveal();

    HttpResponse<String> refused = sendAs(key, ASK.replace("small", "fast"));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"not_allowed\"", "This key may not be used");
    assertThat(upstream.asked()).isEmpty();
    assertThat(sendAs(key, ASK).statusCode()).isEqualTo(200);
    assertThat(sendAs(key, ASK.replace("small", "sure")).statusCode()).isEqualTo(200);
  }

  @Test
  void listsTheModelsThatAKeyWasMadeFor() throws Exception {
    var asking =
        HttpRequest.newBuilder(gateway.uri("/v1/models"))
            .header("x-api-key", TestKeys.NARROW_KEY.reveal());

    String listed = client.send(asking.build(), BodyHandlers.ofString()).body();
    HttpResponse<String> hidden =
        client.send(asking.uri(gateway.uri("/v1/models/fast")).build(), BodyHandlers.ofString());

    assertThat(listed).contains("\"small\"", "\"sure\"").doesNotContain("fast", "opus", "both");
    assertThat(hidden.statusCode()).isEqualTo(404);
  }

  @Test
  void listsTheModelsThatTheTeamMayUse() throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri("/v1/models"))
                .header("Authorization", "Bearer " + TestKeys.KEY.reveal())
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body())
        .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"able\",\"object\":\"model\"")
        .contains("\"id\":\"fast\"")
        .contains("\"id\":\"small\"")
        .doesNotContain("secret");
  }
}
