package dev.weir.dialects.bedrock;

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
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes {@code toolConfig}. Bedrock has no way to forbid tools but to leave them out, and refuses
 * a history of calls without tools: so a history keeps them, and where it has none gets what its
 * calls tell of them. Where the caller allows some of his tools, those alone are written.
 */
final class BedrockToolWriter {

  private final CanonicalRequest request;
  private final BedrockModel model;
  private final Losses losses;

  BedrockToolWriter(CanonicalRequest request, BedrockModel model, Losses losses) {
    this.request = request;
    this.model = model;
    this.losses = losses;
  }

  /** Writes into {@code root}, whose messages are written already. */
  void write(ObjectNode root) {
    if (!request.parallelToolCalls().orElse(true) && !request.singleCall()) {
      drop("parallel_tool_calls");
    }
    Set<String> called = called(root.path("messages"));
    boolean forbidden = request.toolChoice() instanceof ToolChoice.None;
    ArrayNode tools = Json.newArray();
    if (!forbidden || !called.isEmpty()) {
      request.tools().forEach(it -> tool(it, tools));
    }
    if (forbidden && !tools.isEmpty()) {
      drop("tool_choice");
    }
    boolean given = !tools.isEmpty();
    if (!given) {
      called.forEach(name -> tools.add(spec(name)));
    }
    if (!tools.isEmpty()) {
      ObjectNode config = root.putObject("toolConfig");
      config.set("tools", tools);
      choice().filter(_ -> given).ifPresent(it -> config.set("toolChoice", it));
    }
  }

  private void drop(String field) {
    losses.drop(CallerNames.of(request.from(), field));
  }

  /** The names of the tools that the history calls. */
  private static Set<String> called(JsonNode messages) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode message : messages) {
      for (JsonNode block : message.path("content")) {
        if (block.path("toolUse").path("name").isTextual()) {
          names.add(block.path("toolUse").path("name").textValue());
        }
      }
    }
    return names;
  }

  private void tool(Tool tool, ArrayNode out) {
    switch (tool) {
      case Tool.Function it -> {
        if (request.allows(it.name())) {
          out.add(function(it));
          if (it.cached().isPresent() && model.takesCachePointsOfTools()) {
            out.add(BedrockMessageWriter.cachePoint(it.cached().get()));
          } else if (it.cached().isPresent()) {
            drop("cache_control");
          }
        }
      }
      case Tool.Custom _ -> losses.refuse("tools: custom");
      case Tool.Foreign it -> {
        if (it.dialect() == DialectName.BEDROCK) {
          out.add(it.json());
        } else {
          losses.refuse("tools: " + it.type());
        }
      }
    }
  }

  private ObjectNode function(Tool.Function tool) {
    ObjectNode written = Json.newObject();
    ObjectNode spec = written.putObject("toolSpec").put("name", tool.name());
    // An empty one is refused.
    tool.description().filter(it -> !it.isBlank()).ifPresent(it -> spec.put("description", it));
    boolean own = request.from() == DialectName.BEDROCK;
    JsonNode said = schema(tool.schema());
    JsonNode schema = own ? said : RootObject.of(said, lost -> losses.drop("tools: " + lost));
    boolean closes = tool.strict().orElse(false) && !own;
    spec.putObject("inputSchema")
        .set(
            "json",
            closes ? ClosedSchema.closed(schema, lost -> losses.drop("strict." + lost)) : schema);
    tool.strict().ifPresent(it -> spec.put("strict", it));
    return written;
  }

  private static ObjectNode spec(String name) {
    ObjectNode written = Json.newObject();
    ObjectNode spec = written.putObject("toolSpec").put("name", name);
    spec.putObject("inputSchema").set("json", schema(Optional.empty()));
    return written;
  }

  /** Bedrock demands a schema, and of the type object. */
  private static JsonNode schema(Optional<JsonNode> schema) {
    JsonNode given = schema.orElse(Json.newObject());
    if (given instanceof ObjectNode object && !object.has("type")) {
      ObjectNode typed = Json.newObject().put("type", "object");
      typed.setAll(object);
      return typed;
    }
    return given;
  }

  private Optional<ObjectNode> choice() {
    return switch (request.toolChoice()) {
      case ToolChoice.Unsaid _, ToolChoice.None _ -> Optional.empty();
      case ToolChoice.Auto _ -> Optional.of(choice("auto"));
      case ToolChoice.Required _ -> Optional.of(forced());
      case ToolChoice.Named(String name) -> {
        if (!isForced()) {
          yield Optional.of(forced());
        }
        ObjectNode written = Json.newObject();
        written.putObject("tool").put("name", name);
        yield Optional.of(written);
      }
      case ToolChoice.Among it -> Optional.of(it.required() ? forced() : choice("auto"));
    };
  }

  private boolean isForced() {
    return request.from() == DialectName.BEDROCK || model.canBeForcedToCall();
  }

  /** The newest Claudes answer 400 to a demand, and are left the choice. */
  private ObjectNode forced() {
    if (!isForced()) {
      drop("tool_choice");
    }
    return choice(isForced() ? "any" : "auto");
  }

  private static ObjectNode choice(String name) {
    ObjectNode written = Json.newObject();
    written.putObject(name);
    return written;
  }
}
