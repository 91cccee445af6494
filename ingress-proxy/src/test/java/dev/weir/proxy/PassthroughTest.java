package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of providers' own APIs: who may make them, and what passes. */
final class PassthroughTest extends PassthroughCase {

  @Test
  void passesMethodPathQueryAndHeadersWithTheProvidersCredential() throws Exception {
    HttpResponse<String> answer = get("/openai/v1/files?limit=2&key=wk_x");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"object\":\"list\"}");
    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head())
        .startsWith("GET /v1/files?limit=2 HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nauthorization: Bearer provider-secret\r\n")
        .doesNotContain("wk_");
    assertThat(asked.hasHeader("content-length")).isFalse();
  }

  @Test
  void passesAMultipartBodyAsBytes() throws Exception {
    String body = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n\u00ff\r\n--b--\r\n";

    post("/openai/v1/files", "multipart/form-data; boundary=b", body);

    ScriptedUpstream.Asked asked = upstream.asked().getFirst();
    assertThat(asked.head())
        .startsWith("POST /v1/files HTTP/1.1\r\n")
        .containsIgnoringCase("\r\ncontent-type: multipart/form-data; boundary=b\r\n");
    assertThat(asked.body()).isEqualTo(body);
  }

  @Test
  void passesAnAnswerOfAnyTypeAndNoneOfAnother() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, ScriptedUpstream.response(201, "audio/mpeg", "ID3 no text"));
      return true;
    });
    HttpResponse<String> sound = get("/openai/v1/files/a/content");
    upstream.script((_, out) -> {
      ScriptedUpstream.write(out, "HTTP/1.1 204 X\r\n\r\n");
      return true;
    });
    HttpResponse<String> nothing =
        send(
            TestKeys.OPEN_KEY.reveal(),
            "DELETE",
            "/openai/v1/files/a",
            "text/plain",
            BodyPublishers.noBody());

    assertThat(sound.statusCode()).isEqualTo(201);
    assertThat(sound.headers().firstValue("content-type")).contains("audio/mpeg");
    assertThat(sound.body()).isEqualTo("ID3 no text");
    assertThat(nothing.statusCode()).isEqualTo(204);
    assertThat(upstream.asked().getLast().head()).startsWith("DELETE /v1/files/a HTTP/1.1\r\n");
  }

  @Test
  void leadsNobodyPastWeir() throws Exception {
    upstream.script((_, out) -> {
      ScriptedUpstream.write(
          out,
          "HTTP/1.1 302 X\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n");
      return true;
    });

    HttpResponse<String> answer = get("/openai/v1/files/a/content");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("location")).isEmpty();
  }

  @Test
  void refusesAPathThatTheTeamIsNotAllowed() throws Exception {
    HttpResponse<String> answer = get("/openai/v1/fine_tuning/jobs");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("teams.ads.passthrough");
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void saysHowToServeAnApiThatIsNot() throws Exception {
    HttpResponse<String> answer = get("/genai/v1beta/files");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("set passthrough.genai in the policy", "NOT_FOUND");
  }

  @Test
  void knowsNobodyWithoutAKey() throws Exception {
    HttpResponse<String> answer =
        send("nobody", "GET", "/openai/v1/files", "text/plain", BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(upstream.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/files/%2e%2e/x",
        "/openai//files",
        "/openai/v1/a%2Fb",
        "/openai/..",
        "/openai/../v1/models"
      })
  void takesNoPathThatLeadsElsewhere(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(400);
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void takesNoOtherMethods() throws Exception {
    HttpResponse<String> answer =
        send(
            TestKeys.OPEN_KEY.reveal(),
            "OPTIONS",
            "/anthropic/v1/files",
            "text/plain",
            BodyPublishers.noBody());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("GET, POST, PUT, PATCH, DELETE");
    assertThat(answer.body()).contains("\"type\":\"error\"");
  }

  @Test
  void passesAProvidersErrorInItsWords() throws Exception {
    upstream.script(ScriptedUpstream.json(404, "{\"error\":{\"message\":\"No such File\"}}"));

    HttpResponse<String> answer = get("/openai/v1/files/a");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"error\":{\"message\":\"No such File\"}}");
  }
}
