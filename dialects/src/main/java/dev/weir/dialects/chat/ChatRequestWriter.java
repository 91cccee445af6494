package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CallerNames;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.Losses;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.FunctionSchemas;
import dev.weir.dialects.openai.JsonMode;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.dialects.openai.SharedFields;
import dev.weir.dialects.openai.UserName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes one request. */
final class ChatRequestWriter {

  private final Losses losses;
  private final ChatServer server;

  ChatRequestWriter(Losses losses, ChatServer server) {
    this.losses = losses;
    this.server = server;
  }

  ObjectNode write(CanonicalRequest request) {
    ObjectNode root = Json.newObject();
    root.put("model", request.model());
    ArrayNode messages = root.putArray("messages");
    // Some models behind compatible servers have no system role.
    Turn.Role jsonRole = server.isCompatible() ? Turn.Role.USER : Turn.Role.SYSTEM;
    new ChatMessageWriter(losses, server).write(JsonMode.turns(request, jsonRole), messages);
    if (request.stream()) {
      root.put("stream", true);
      // Always asked for: a stream whose usage nobody tells would be an estimate.
      root.putObject("stream_options").put("include_usage", true);
    }
    request.maxOutputTokens().ifPresent(it -> root.put(server.limit(), it));
    sampling(request, root);
    outputFormat(request, root);
    tools(request, root);
    reasoning(request, root);
    UserName.of(request, losses).ifPresent(it -> root.put("user", it));
    request.serviceTier().ifPresent(it -> root.put("service_tier", it));
    extras(request, root);
    return root;
  }

  private void extras(CanonicalRequest request, ObjectNode root) {
    Extras extras = request.extras();
    extras
        .fields()
        .forEach((name, value) -> {
          boolean known =
              switch (request.from()) {
                // A path leads into a message, which is not the one that it was.
                case OPENAI_CHAT -> !name.contains(".");
                case OPENAI_RESPONSES -> SharedFields.contains(name);
                case ANTHROPIC, GEMINI, BEDROCK -> false;
              };
          if (known) {
            root.set(name, value);
          } else if (!isWithinAnother(request, name)) {
            extras.lose(name, losses);
          }
        });
  }

  /** Whether a path leads into a field that is written whole. */
  private static boolean isWithinAnother(CanonicalRequest request, String path) {
    int dot = path.indexOf('.');
    return request.from() == DialectName.OPENAI_CHAT
        && dot > 0
        && request.extras().fields().containsKey(path.substring(0, dot));
  }

  private void sampling(CanonicalRequest request, ObjectNode root) {
    Sampling sampling = request.sampling();
    OpenAiModel model = model(request);
    boolean samples = model.samples(effort(request));
    boolean penalties = model.takesPenalties();
    number(request, "temperature", sampling.temperature(), samples, BigDecimal.ONE, root);
    number(request, "top_p", sampling.topP(), samples, BigDecimal.ONE, root);
    if (sampling.topK().isPresent()) {
      losses.drop(CallerNames.of(request.from(), "top_k"));
    }
    number(
        request,
        "frequency_penalty",
        sampling.frequencyPenalty(),
        penalties,
        BigDecimal.ZERO,
        root);
    number(
        request, "presence_penalty", sampling.presencePenalty(), penalties, BigDecimal.ZERO, root);
    sampling.seed().ifPresent(it -> root.put("seed", it));
    sampling.choices().ifPresent(it -> root.put("n", it));
    if (sampling.topLogprobs().isPresent()) {
      logprobs(request, root);
    }
    stop(request, root);
  }

  /** A number that a model may take at its default alone. */
  private void number(
      CanonicalRequest request,
      String name,
      Optional<BigDecimal> value,
      boolean taken,
      BigDecimal preset,
      ObjectNode root) {
    value.ifPresent(it -> {
      if (taken || it.compareTo(preset) == 0) {
        root.put(name, it);
      } else {
        losses.drop(CallerNames.of(request.from(), name));
      }
    });
  }

  /** Unknown, and taken for one that takes everything, where the caller has chosen for it. */
  private OpenAiModel model(CanonicalRequest request) {
    return OpenAiModel.of(
        server == ChatServer.OPENAI && !request.from().isOpenAi() ? request.model() : "");
  }

  private void stop(CanonicalRequest request, ObjectNode root) {
    List<String> stop = request.sampling().stop();
    if (stop.isEmpty()) {
      return;
    }
    if (!model(request).takesStops()) {
      losses.drop(CallerNames.of(request.from(), "stop"));
      return;
    }
    boolean fits = stop.size() <= server.stopSequencesMax();
    if (!fits) {
      losses.drop(CallerNames.of(request.from(), "stop"));
    }
    ArrayNode written = root.putArray("stop");
    stop.stream().limit(server.stopSequencesMax()).forEach(written::add);
  }

  /** No answer is translated with them. */
  private void logprobs(CanonicalRequest request, ObjectNode root) {
    if (request.from() != DialectName.OPENAI_CHAT) {
      losses.drop(CallerNames.of(request.from(), "logprobs"));
      return;
    }
    root.put("logprobs", true);
    request.sampling().topLogprobs().stream()
        .filter(it -> it > 0)
        .forEach(it -> root.put("top_logprobs", it));
  }

  private void outputFormat(CanonicalRequest request, ObjectNode root) {
    switch (request.outputFormat()) {
      case OutputFormat.Text _ -> {}
      case OutputFormat.AnyJson _ -> root.putObject("response_format").put("type", "json_object");
      case OutputFormat.Schema it -> {
        ObjectNode written = root.putObject("response_format").put("type", "json_schema");
        ObjectNode schema = written.putObject("json_schema");
        // OpenAI demands a name.
        schema.put("name", it.name().orElse("answer"));
        it.description().ifPresent(text -> schema.put("description", text));
        if (server.isCompatible()) {
          schema.set("schema", it.schema());
          it.strict().ifPresent(strict -> schema.put("strict", strict));
        } else {
          FunctionSchemas.format(request, it, schema, losses);
        }
      }
    }
  }

  private void tools(CanonicalRequest request, ObjectNode root) {
    ArrayNode tools = Json.newArray();
    for (Tool tool : request.tools()) {
      switch (tool) {
        case Tool.Function it when isLeftOut(request, it.name()) -> {}
        case Tool.Function it -> {
          ObjectNode function = tools.addObject().put("type", "function").putObject("function");
          function.put("name", it.name());
          it.description().ifPresent(text -> function.put("description", text));
          (server.isCompatible()
                  ? FunctionSchemas.parameters(request, it)
                  : FunctionSchemas.ofOneObject(request, it, losses))
              .ifPresent(schema -> function.set("parameters", schema));
          Optional<Boolean> strict =
              server.isCompatible() ? it.strict() : FunctionSchemas.strict(request, it, losses);
          strict.ifPresent(value -> function.put("strict", value));
          it.cached().ifPresent(_ -> losses.drop("cache_control"));
        }
        case Tool.Custom it when isLeftOut(request, it.name()) -> {}
        case Tool.Custom it -> custom(it, tools.addObject());
        case Tool.Foreign it -> {
          if (it.dialect() == DialectName.OPENAI_CHAT) {
            tools.add(it.json());
          } else {
            losses.refuse("tools: " + it.type());
          }
        }
      }
    }
    if (tools.isEmpty()) {
      if (server.isCompatible()
          && request.toolChoice() instanceof ToolChoice.Among(var _, boolean required)
          && required) {
        losses.refuse("tool_choice");
      }
      return;
    }
    root.set("tools", tools);
    toolChoice(request, root);
    request.parallelToolCalls().ifPresent(it -> root.put("parallel_tool_calls", it));
  }

  /** Where a server knows no choice among some of the tools, those alone are written. */
  private boolean isLeftOut(CanonicalRequest request, String tool) {
    return server.isCompatible() && !request.allows(tool);
  }

  private static void custom(Tool.Custom tool, ObjectNode written) {
    ObjectNode custom = written.put("type", "custom").putObject("custom").put("name", tool.name());
    tool.description().ifPresent(it -> custom.put("description", it));
    tool.grammar()
        .ifPresent(it ->
            custom
                .putObject("format")
                .put("type", "grammar")
                .putObject("grammar")
                .put("syntax", it.syntax())
                .put("definition", it.definition()));
  }

  private void toolChoice(CanonicalRequest request, ObjectNode root) {
    switch (request.toolChoice()) {
      case ToolChoice.Unsaid _ -> {}
      case ToolChoice.Auto _ -> root.put("tool_choice", "auto");
      case ToolChoice.None _ -> root.put("tool_choice", "none");
      case ToolChoice.Required _ -> root.put("tool_choice", "required");
      case ToolChoice.Named(String name) ->
          named(request.customTools(), name, root.putObject("tool_choice"));
      case ToolChoice.Among(_, boolean required) when server.isCompatible() ->
          root.put("tool_choice", required ? "required" : "auto");
      case ToolChoice.Among(var names, boolean required) -> {
        ObjectNode written = root.putObject("tool_choice").put("type", "allowed_tools");
        ObjectNode allowed = written.putObject("allowed_tools");
        allowed.put("mode", required ? "required" : "auto");
        ArrayNode tools = allowed.putArray("tools");
        Set<String> custom = request.customTools();
        names.forEach(name -> named(custom, name, tools.addObject()));
      }
    }
  }

  private static void named(Set<String> custom, String name, ObjectNode node) {
    String type = custom.contains(name) ? "custom" : "function";
    node.put("type", type).putObject(type).put("name", name);
  }

  private void reasoning(CanonicalRequest request, ObjectNode root) {
    if (request.reasoning().otherWords() && request.from() == DialectName.OPENAI_CHAT) {
      // An extra says it.
      return;
    }
    Reasoning reasoning = request.reasoning();
    Optional<Effort> effort = effort(request);
    effort.ifPresent(it -> root.put("reasoning_effort", it.name().toLowerCase(Locale.ROOT)));
    // Also where its own preset is overridden: it would have thought.
    if (isWithoutReasoning(request) || model(request).misses(reasoning)) {
      losses.drop(CallerNames.of(request.from(), "reasoning_effort"));
    }
    if (reasoning.shown().orElse(false)) {
      losses.drop("reasoning summary");
    }
  }

  /** The one that is written. */
  private Optional<Effort> effort(CanonicalRequest request) {
    return isWithoutReasoning(request)
        ? Optional.of(Effort.NONE)
        : request.reasoning().asEffort().flatMap(model(request)::nearest);
  }

  /** Where the model would be refused beside functions, whoever has chosen it. */
  private boolean isWithoutReasoning(CanonicalRequest request) {
    OpenAiModel model = OpenAiModel.of(server == ChatServer.OPENAI ? request.model() : "");
    return model.efforts().contains(Effort.NONE)
        && model.refusesInChat(request.hasFunctions(), request.reasoning().asEffort());
  }
}
