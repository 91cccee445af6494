package dev.weir.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A board that Grafana imports. */
public final class GrafanaBoard {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode board;

  private GrafanaBoard(JsonNode board) {
    this.board = board;
  }

  /** Traffic, governance and archive of one installation. */
  public static GrafanaBoard overview() {
    return read("/grafana/weir-overview.json");
  }

  private static GrafanaBoard read(String resource) {
    try (InputStream json = GrafanaBoard.class.getResourceAsStream(resource)) {
      if (json == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new GrafanaBoard(JSON.readTree(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Grafana recognises the board by; never changes. */
  public String uid() {
    return board.path("uid").asText();
  }

  /** Every query of every panel, in the board's order. */
  public List<PanelExpression> expressions() {
    List<PanelExpression> expressions = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(
            new PanelExpression(panel.path("title").asText(), target.path("expr").asText()));
      }
    }
    return List.copyOf(expressions);
  }

  /** The variables that queries use, with the value that stands for "all". */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonNode variable : board.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        variables.put(variable.path("name").asText(), variable.path("allValue").asText());
      }
    }
    return Map.copyOf(variables);
  }

  JsonNode json() {
    return board;
  }

  /** Without the rows, which only structure the page. */
  List<JsonNode> panels() {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : board.path("panels")) {
      if (!panel.path("type").asText().equals("row")) {
        panels.add(panel);
      }
    }
    return panels;
  }
}
