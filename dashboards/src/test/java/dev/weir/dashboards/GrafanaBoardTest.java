package dev.weir.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

final class GrafanaBoardTest {

  private final GrafanaBoard board = GrafanaBoard.overview();

  @Test
  void keepsItsUid() {
    assertThat(board.uid()).isEqualTo("weir-overview");
  }

  @Test
  void leavesTheChoiceOfTheDataSourceToWhoeverImportsIt() {
    JsonNode variable = board.json().path("templating").path("list").path(0);

    assertThat(variable.path("type").asText()).isEqualTo("datasource");
    assertThat(variable.path("current")).isEmpty();
    assertThat(board.json().toString()).doesNotContain("${DS_");
    assertThat(board.panels())
        .allSatisfy(panel ->
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}"));
  }

  @Test
  void explainsEveryPanel() {
    assertThat(board.panels())
        .allSatisfy(panel -> assertThat(panel.path("description").asText()).isNotBlank());
  }

  @Test
  void givesEveryPanelAPlaceOfItsOwn() {
    assertThat(board.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
    assertThat(board.panels())
        .extracting(panel -> panel.path("gridPos").toString())
        .doesNotHaveDuplicates();
  }

  @Test
  void usesOnlyVariablesThatItDefines() {
    assertThat(board.expressions())
        .isNotEmpty()
        .allSatisfy(expression ->
            assertThat(board.variables().keySet()).containsAll(expression.variables()));
  }

  @Test
  void readsOnlyMetricsOfTheProduct() {
    assertThat(board.expressions())
        .allSatisfy(expression ->
            assertThat(expression.metrics())
                .isNotEmpty()
                .allMatch(name -> name.matches("up|(weir|gen_ai)_\\w+")));
  }

  @Test
  void neverGroupsByUserOrKey() {
    assertThat(board.expressions())
        .extracting(PanelExpression::expression)
        .noneMatch(expression -> expression.matches(".*\\b(user|key|key_id|keyId)\\b.*"));
  }
}
