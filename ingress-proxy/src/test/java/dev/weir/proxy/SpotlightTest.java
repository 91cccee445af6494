package dev.weir.proxy;

import static dev.weir.proxy.ChatAnswers.document;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.event.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tools and documents bring is marked as data for the model, and recorded as it came. */
final class SpotlightTest extends GatewayCase {

  private static final String TOOL =
      "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"read it\"},"
          + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":"
          + "\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"{}\"}}]},"
          + "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"%s\"}]}";

  SpotlightTest() {
    super(ScriptedUpstream.json(200, document("fine")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":\"read it\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"all is well\"}]}",
        "/v1/messages | {\"model\":\"slow\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"read it\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"read\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\",\"content\":\"all is well\"}]}]}"
      })
  void marksWhatAToolBringsAndRecordsItAsItCame(String path, String body) throws Exception {
    gateway.govern("spotlight: delimit");

    assertThat(post(path, body).statusCode()).isEqualTo(200);

    assertThat(asked(0))
        .containsPattern("<<(data-[0-9a-f]{16})>>\\\\nall is well\\\\n<</\\1>>")
        .contains("\"read it\"");
    Prompt prompt = gateway.log.next(Prompt.class);
    assertThat(TestKeys.opened(prompt.getContent(), prompt.getEventId())).isEqualTo(body);
    assertThat(prompt.getCoverage()).isEmpty();
  }

  @Test
  void marksValuesAndNoNamesNumbersOrCodes() throws Exception {
    gateway.govern("spotlight: delimit");
    String body =
        "{\"model\":\"slow\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\","
            + "\"file\":{\"filename\":\"report.txt\",\"file_data\":\"QQ==\"}}]},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t1\",\"type\":"
            + "\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"all is well\"}]}";

    assertThat(post("/v1/chat/completions", body).statusCode()).isEqualTo(200);

    assertThat(asked(0)).contains("\\nall is well\\n", "\"filename\":\"report.txt\"");
  }

  @Test
  void marksTheSameTextTheSameAndAnotherOtherwise() throws Exception {
    gateway.govern("spotlight: delimit");

    for (String text : new String[] {"all is well", "all is well", "all is lost"}) {
      assertThat(post("/v1/chat/completions", TOOL.formatted(text)).statusCode()).isEqualTo(200);
    }

    assertThat(asked(1)).isEqualTo(asked(0));
    assertThat(asked(2)).isNotEqualTo(asked(0).replace("well", "lost"));
  }

  @Test
  void marksTheMaskedForm() throws Exception {
    gateway.govern(
        """
        spotlight: delimit
        guards: [{id: mail, find: [email-address], mode: mask, direction: prompt}]
        """);

    assertThat(post("/v1/chat/completions", TOOL.formatted("to ann@example.com")).statusCode())
        .isEqualTo(200);

    assertThat(asked(0)).contains("\\nto <EMAIL_ADDRESS_1>\\n").doesNotContain("ann@");
  }

  @Test
  void leavesAPromptWithoutDataAsItCame() throws Exception {
    gateway.govern("spotlight: delimit");
    String body = "{\"model\":\"slow\",  \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    assertThat(post("/v1/chat/completions", body).statusCode()).isEqualTo(200);

    assertThat(asked(0)).isEqualTo(body);
  }

  private String asked(int number) {
    return upstream.asked().get(number).body();
  }
}
