package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.json.ClosedSchema;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.RootObject;
import java.util.List;
import java.util.Optional;

/**
 * Writes {@code tools}, {@code mcp_servers} and {@code tool_choice}. Where the caller allows some
 * of his tools, those alone are written: Anthropic has no other way to say it.
 */
final class AnthropicToolWriter {

  private final CanonicalRequest request;
  private final ClaudeModel model;
  private final Losses losses;
  private final BlockExtras extras;

  AnthropicToolWriter(
      CanonicalRequest request, ClaudeModel model, Losses losses, BlockExtras extras) {
    this.request = request;
    this.model = model;
    this.losses = losses;
    this.extras = extras;
  }

  void write(ObjectNode root) {
    ArrayNode tools = Json.newArray();
    ArrayNode servers = Json.newArray();
    List<Tool> all = request.tools();
    for (int i = 0; i < all.size(); i++) {
      switch (all.get(i)) {
        case Tool.Function it -> {
          if (request.allows(it.name())) {
            ObjectNode written = function(it);
            extras.restoreTool(i, written);
            tools.add(written);
          }
        }
        case Tool.Custom _ -> losses.refuse("tools: custom");
        case Tool.Foreign it -> {
          if (it.dialect() != DialectName.ANTHROPIC) {
            losses.refuse("tools: " + it.type());
          } else if (it.type().equals(AnthropicRequestParser.MCP_SERVER)) {
            servers.add(it.json());
          } else if (request.allows(it.json().path("name").asText(""))) {
            tools.add(it.json());
          }
        }
      }
    }
    if (!servers.isEmpty()) {
      root.set("mcp_servers", servers);
    }
    if (!tools.isEmpty()) {
      root.set("tools", tools);
      choice(root);
    }
  }

  private ObjectNode function(Tool.Function tool) {
    ObjectNode written = Json.newObject().put("name", tool.name());
    tool.description().ifPresent(it -> written.put("description", it));
    boolean strict = tool.strict().orElse(false) && model.takesSchema();
    if (tool.strict().orElse(false) && !strict) {
      losses.drop("strict");
    }
    written.set("input_schema", schema(tool.schema(), strict));
    if (strict) {
      written.put("strict", true);
    } else if (tool.strict().isPresent() && model.takesSchema()) {
      written.put("strict", false);
    }
    AnthropicMessageWriter.mark(tool.cached(), written);
    return written;
  }

  /** Anthropic demands a schema, and of the type object. */
  private JsonNode schema(Optional<JsonNode> schema, boolean strict) {
    boolean own = request.from() == DialectName.ANTHROPIC;
    JsonNode said = schema.orElse(Json.newObject().put("type", "object"));
    JsonNode given = own ? said : RootObject.of(said, lost -> losses.drop("tools: " + lost));
    JsonNode whole =
        strict && !own ? ClosedSchema.closed(given, lost -> losses.drop("strict." + lost)) : given;
    if (whole instanceof ObjectNode object && !object.has("type")) {
      ObjectNode typed = Json.newObject().put("type", "object");
      typed.setAll(object);
      return typed;
    }
    return whole;
  }

  private void choice(ObjectNode root) {
    ToolChoice choice = request.toolChoice();
    Optional<Boolean> parallel = request.parallelToolCalls();
    Optional<ObjectNode> written =
        switch (choice) {
          case ToolChoice.Unsaid _ -> parallel.filter(it -> !it).map(_ -> type("auto"));
          case ToolChoice.Auto _ -> Optional.of(type("auto"));
          case ToolChoice.None _ -> Optional.of(type("none"));
          case ToolChoice.Required _ -> Optional.of(forced("any"));
          case ToolChoice.Named(String name) ->
              Optional.of(isForced() ? type("tool").put("name", name) : forced("tool"));
          case ToolChoice.Among it -> Optional.of(it.required() ? forced("any") : type("auto"));
        };
    written.ifPresent(it -> {
      if (!(choice instanceof ToolChoice.None)) {
        // The same, the other way round.
        parallel.ifPresent(both -> it.put("disable_parallel_tool_use", !both));
      }
      root.set("tool_choice", it);
    });
  }

  private boolean isForced() {
    return request.from() == DialectName.ANTHROPIC || model.canBeForcedToCall();
  }

  /** The newest Claudes answer 400 to a demand, and are left the choice. */
  private ObjectNode forced(String type) {
    if (isForced()) {
      return type(type);
    }
    losses.drop(CallerNames.of(request.from(), "tool_choice"));
    return type("auto");
  }

  private static ObjectNode type(String type) {
    return Json.newObject().put("type", type);
  }
}
