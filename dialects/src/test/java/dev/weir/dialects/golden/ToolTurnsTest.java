package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.golden.Translation.Written;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results of tools on their way to OpenAI, which is strict about what stands between them. */
final class ToolTurnsTest {

  private static final String PICTURE = "data:image/png;base64,iVBORw0KGgo=";

  private static List<String> roles(Written written) {
    List<String> roles = new ArrayList<>();
    written.at("/messages").forEach(it -> roles.add(it.path("role").asText()));
    return roles;
  }

  @Test
  void tellsAllResultsBeforeThePicturesInThem() {
    Written written =
        Translation.request(
            OPENAI_RESPONSES,
            OPENAI_CHAT,
            "gpt-5",
            """
            {"model":"m","input":[{"role":"user","content":"q"},
             {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
             {"type":"function_call","call_id":"c2","name":"f","arguments":"{}"},
             {"type":"function_call_output","call_id":"c1","output":[
               {"type":"input_image","image_url":"%s"}]},
             {"type":"function_call_output","call_id":"c2","output":"two"},
             {"role":"user","content":"and now?"}]}
            """
                .formatted(PICTURE));

    List<String> roles = roles(written);
    assertThat(roles.subList(roles.indexOf("tool"), roles.size()))
        .containsExactly("tool", "tool", "user", "user");
    JsonNode picture = written.at("/messages").get(roles.lastIndexOf("tool") + 1).path("content");
    assertThat(picture.get(0).at("/image_url/url").asText()).isEqualTo(PICTURE);
  }

  @Test
  void tellsAResultWithoutItsCallAsText() {
    String body =
        """
        {"model":"m","max_tokens":10,"messages":[{"role":"user","content":[
          {"type":"tool_result","tool_use_id":"gone","content":"orphan"}]}]}
        """;

    Written chat = Translation.request(ANTHROPIC, OPENAI_CHAT, "gpt-5", body);
    assertThat(roles(chat)).containsExactly("user");
    assertThat(chat.body().toString()).contains("orphan").doesNotContain("tool_call_id");
    Written responses = Translation.request(ANTHROPIC, OPENAI_RESPONSES, "gpt-5", body);
    assertThat(responses.at("/input").toString())
        .contains("orphan")
        .doesNotContain("function_call_output");
  }

  @Test
  void leavesATurnOutInWhichNothingIsTold() {
    Written written =
        Translation.request(
            ANTHROPIC,
            OPENAI_CHAT,
            "gpt-5",
            """
            {"model":"m","max_tokens":10,"messages":[{"role":"user","content":"a"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"}]},
             {"role":"user","content":"b"}]}
            """);

    assertThat(roles(written)).containsExactly("user", "user");
    assertThat(written.dropped()).contains("thinking");
  }
}
