package dev.weir.dialects.golden;

import static dev.weir.dialects.canonical.DialectName.ANTHROPIC;
import static dev.weir.dialects.canonical.DialectName.BEDROCK;
import static dev.weir.dialects.canonical.DialectName.GEMINI;
import static dev.weir.dialects.canonical.DialectName.OPENAI_CHAT;
import static dev.weir.dialects.canonical.DialectName.OPENAI_RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ToolNames;
import dev.weir.dialects.golden.Translation.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools by names that the provider does not take. */
final class ToolNamesTest {

  private static final String LONG = "a".repeat(140);
  private static final List<String> ODD =
      List.of("ns.f", "ns/f", "ns:f", "wetter_f\u00fcr", "9lives", LONG, LONG + "b", "plain");

  private static final Pattern OPENAI = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private static Pattern legal(DialectName dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES, BEDROCK -> OPENAI;
      case ANTHROPIC -> Pattern.compile("[a-zA-Z0-9_-]{1,128}");
      case GEMINI -> Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.-]{0,63}");
    };
  }

  /** A caller's request with all of them in all places: tools, choice, calls and results. */
  private static String asked(DialectName from, List<String> names) {
    StringBuilder tools = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    StringBuilder results = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String comma = i == 0 ? "" : ",";
      String name = "\"name\":\"" + names.get(i) + "\"";
      if (from == GEMINI) {
        tools.append(comma).append("{").append(name).append("}");
        calls.append(comma).append("{\"functionCall\":{").append(name).append(",\"args\":{}}}");
        results
            .append(comma)
            .append("{\"functionResponse\":{")
            .append(name)
            .append(",\"response\":{\"result\":\"r\"}}}");
      } else {
        tools
            .append(comma)
            .append("{\"type\":\"function\",\"function\":{")
            .append(name)
            .append("}}");
        calls
            .append(comma)
            .append("{\"id\":\"c" + i + "\",\"type\":\"function\",\"function\":{")
            .append(name)
            .append(",\"arguments\":\"{}\"}}");
        results.append(",{\"role\":\"tool\",\"tool_call_id\":\"c" + i + "\",\"content\":\"r\"}");
      }
    }
    String first = names.getFirst();
    return from == GEMINI
        ? "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":["
            + calls
            + "]},{\"role\":\"user\",\"parts\":["
            + results
            + "]}],\"tools\":[{\"functionDeclarations\":["
            + tools
            + "]}],\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\""
            + first
            + "\"]}}}"
        : "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
            + "{\"role\":\"assistant\",\"tool_calls\":["
            + calls
            + "]}"
            + results
            + "],\"tools\":["
            + tools
            + "],\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\""
            + first
            + "\"}}}";
  }

  /** The names in each place of a written request, in the order of the tools. */
  private static List<List<String>> named(DialectName to, JsonNode body) {
    List<List<String>> places = new ArrayList<>();
    switch (to) {
      case OPENAI_CHAT -> {
        places.add(body.at("/tools").findValuesAsText("name"));
        places.add(body.at("/messages/1/tool_calls").findValuesAsText("name"));
        places.add(List.of(body.at("/tool_choice/function/name").asText()));
      }
      case OPENAI_RESPONSES -> {
        places.add(body.at("/tools").findValuesAsText("name"));
        places.add(body.at("/input").findValuesAsText("name"));
        places.add(List.of(body.at("/tool_choice/name").asText()));
      }
      case ANTHROPIC -> {
        places.add(body.at("/tools").findValuesAsText("name"));
        places.add(body.at("/messages/1/content").findValuesAsText("name"));
        places.add(List.of(body.at("/tool_choice/name").asText()));
      }
      case GEMINI -> {
        places.add(body.at("/tools/0/functionDeclarations").findValuesAsText("name"));
        places.add(body.at("/contents/1/parts").findValuesAsText("name"));
        places.add(
            List.of(body.at("/toolConfig/functionCallingConfig/allowedFunctionNames/0").asText()));
        places.add(body.at("/contents/2/parts").findValuesAsText("name"));
      }
      case BEDROCK -> {
        places.add(body.at("/toolConfig/tools").findValuesAsText("name"));
        places.add(body.at("/messages/1/content").findValuesAsText("name"));
        places.add(List.of(body.at("/toolConfig/toolChoice/tool/name").asText()));
      }
    }
    return places;
  }

  @ParameterizedTest
  @EnumSource(DialectName.class)
  void givesEachToolOneNameThatTheProviderTakesAndTheCallerItsOwnBack(DialectName to) {
    DialectName from = to == OPENAI_CHAT ? GEMINI : OPENAI_CHAT;

    Written written = Translation.request(from, to, "m", asked(from, ODD));

    List<List<String>> places = named(to, written.body());
    List<String> names = places.getFirst();
    assertThat(names).hasSameSizeAs(ODD).doesNotHaveDuplicates().contains("plain");
    assertThat(names).allSatisfy(it -> assertThat(it).matches(legal(to)));
    assertThat(places.get(1)).isEqualTo(names);
    assertThat(places.get(2)).containsExactly(names.getFirst());
    places.stream().skip(3).forEach(it -> assertThat(it).isEqualTo(names));
    assertThat(names.stream().map(written.names()::callers)).isEqualTo(ODD);
    assertThat(written.dropped()).isEmpty();
  }

  @Test
  void namesTheCallOfAnAnswerAsTheCallerDoes() {
    Written written = Translation.request(OPENAI_CHAT, ANTHROPIC, "m", asked(OPENAI_CHAT, ODD));
    String called =
        """
        {"id":"m","stop_reason":"tool_use","content":[
          {"type":"tool_use","id":"t","name":"%s","input":{}},
          {"type":"tool_use","id":"u","name":"invented","input":{}}]}
        """
            .formatted(written.names().providers("ns.f"));

    JsonNode answer =
        Translation.passed(ANTHROPIC, OPENAI_CHAT, written.names(), "r1", called).document();

    assertThat(answer.at("/choices/0/message/tool_calls").findValuesAsText("name"))
        .containsExactly("ns.f", "invented");
  }

  @Test
  void isTheSameWhateverStandsBesideItAndNeverAnotherToolsName() {
    ToolNames alone =
        Translation.request(OPENAI_CHAT, ANTHROPIC, "m", asked(OPENAI_CHAT, List.of("ns.f")))
            .names();
    String fitted = alone.providers("ns.f");
    ToolNames beside =
        Translation.request(OPENAI_CHAT, ANTHROPIC, "m", asked(OPENAI_CHAT, ODD)).names();
    ToolNames taken =
        Translation.request(
                OPENAI_CHAT, ANTHROPIC, "m", asked(OPENAI_CHAT, List.of("ns.f", fitted)))
            .names();

    assertThat(beside.providers("ns.f")).isEqualTo(fitted);
    assertThat(taken.providers(fitted)).isEqualTo(fitted);
    assertThat(taken.providers("ns.f")).isNotEqualTo(fitted);
    assertThat(taken.callers(taken.providers("ns.f"))).isEqualTo("ns.f");
    assertThat(taken.callers(fitted)).isEqualTo(fitted);
  }

  @Test
  void leavesNamesAloneThatTheProviderTakesAndThoseOfItsOwnCallers() {
    List<String> dotted = List.of("ns.f");

    assertThat(
            Translation.request(OPENAI_CHAT, GEMINI, "m", asked(OPENAI_CHAT, dotted))
                .at("/tools/0/functionDeclarations/0/name")
                .asText())
        .isEqualTo("ns.f");
    assertThat(
            Translation.request(OPENAI_CHAT, OPENAI_CHAT, "m", asked(OPENAI_CHAT, dotted))
                .at("/tools/0/function/name")
                .asText())
        .isEqualTo("ns.f");
  }
}
