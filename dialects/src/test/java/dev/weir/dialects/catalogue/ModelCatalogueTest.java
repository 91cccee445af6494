package dev.weir.dialects.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.catalogue.ListedModel.Ability;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelCatalogueTest {

  private static final ListedModel KNOWN =
      new ListedModel(
          "a",
          "openai",
          OptionalLong.of(128_000),
          OptionalLong.of(4_096),
          Optional.of(Set.of(Ability.TOOLS, Ability.IMAGES)));
  private static final List<ListedModel> MODELS =
      List.of(KNOWN, unknown("b"), unknown("c"), unknown("d"));

  private static ListedModel unknown(String id) {
    return new ListedModel(id, "x", OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
  }

  private static String list(DialectName dialect, Map<String, String> query) {
    return new String(
        ModelCatalogue.of(dialect).list(MODELS, name -> Optional.ofNullable(query.get(name))),
        UTF_8);
  }

  private static String one(DialectName dialect) {
    return new String(ModelCatalogue.of(dialect).one(KNOWN), UTF_8);
  }

  @Test
  void listsAsOpenAiDoesWithWhatIsKnownBeside() {
    assertThat(list(DialectName.OPENAI_CHAT, Map.of("limit", "1")))
        .startsWith("{\"object\":\"list\",\"data\":[{\"id\":\"a\",")
        .contains("{\"id\":\"d\",\"object\":\"model\",\"created\":0,\"owned_by\":\"x\"}");
    assertThat(one(DialectName.OPENAI_RESPONSES))
        .isEqualTo(
            "{\"id\":\"a\",\"object\":\"model\",\"created\":0,\"owned_by\":\"openai\",\"weir\":{"
                + "\"context_tokens\":128000,\"max_output_tokens\":4096,"
                + "\"capabilities\":[\"images\",\"tools\"]}}");
  }

  @Test
  void describesAModelAsAnthropicDoes() {
    assertThat(one(DialectName.ANTHROPIC))
        .isEqualTo(
            "{\"type\":\"model\",\"id\":\"a\",\"display_name\":\"a\","
                + "\"created_at\":\"1970-01-01T00:00:00Z\",\"lifecycle\":\"active\","
                + "\"max_input_tokens\":128000,\"max_tokens\":4096,\"capabilities\":{"
                + "\"image_input\":{\"supported\":true},\"pdf_input\":{\"supported\":false},"
                + "\"structured_outputs\":{\"supported\":false},\"thinking\":{\"supported\":false}}}");
  }

  @Test
  void pagesForwardsAndBackwardsAsAnthropicDoes() {
    assertThat(list(DialectName.ANTHROPIC, Map.of("limit", "2")))
        .contains("\"has_more\":true,\"first_id\":\"a\",\"last_id\":\"b\"");
    assertThat(list(DialectName.ANTHROPIC, Map.of("limit", "2", "after_id", "b")))
        .contains("\"has_more\":false,\"first_id\":\"c\",\"last_id\":\"d\"");
    assertThat(list(DialectName.ANTHROPIC, Map.of("limit", "2", "before_id", "d")))
        .contains("\"has_more\":true,\"first_id\":\"b\",\"last_id\":\"c\"");
    assertThat(list(DialectName.ANTHROPIC, Map.of("after_id", "d")))
        .isEqualTo("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
  }

  @Test
  void pagesAsGeminiDoes() {
    assertThat(list(DialectName.GEMINI, Map.of("pageSize", "2")))
        .startsWith("{\"models\":[{\"name\":\"models/a\",\"displayName\":\"a\",")
        .contains("\"inputTokenLimit\":128000,\"outputTokenLimit\":4096")
        .endsWith("\"nextPageToken\":\"b\"}");
    assertThat(list(DialectName.GEMINI, Map.of("pageSize", "2", "pageToken", "b")))
        .contains("\"models/c\"", "\"models/d\"")
        .doesNotContain("models/a", "nextPageToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "99999999999", ""})
  void takesASizeThatIsNoneForNoWish(String size) {
    assertThat(list(DialectName.GEMINI, Map.of("pageSize", size))).contains("models/d");
  }
}
