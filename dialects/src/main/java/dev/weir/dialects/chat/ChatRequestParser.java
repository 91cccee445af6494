package dev.weir.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.CacheMark;
import dev.weir.dialects.canonical.CallAddress;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Extras;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one request. */
final class ChatRequestParser {

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "messages",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "n",
          "stop",
          "frequency_penalty",
          "presence_penalty",
          "seed",
          "logprobs",
          "top_logprobs",
          "response_format",
          "tools",
          "tool_choice",
          "functions",
          "function_call",
          "parallel_tool_calls",
          "reasoning_effort",
          "user",
          "service_tier");

  private static final Set<String> KNOWN_BESIDE_FUNCTION =
      Set.of("type", "function", "cache_control");

  private static final Set<String> KNOWN_BESIDE_CUSTOM = Set.of("type", "custom");

  private static final Set<String> KNOWN_OF_FUNCTION =
      Set.of("name", "description", "parameters", "strict", "cache_control");

  private static final Set<String> KNOWN_OF_CUSTOM = Set.of("name", "description", "format");

  /** Tools under other names: without them the request is another one. */
  private final Set<String> needed = new HashSet<>(Set.of("web_search_options"));

  /** What asks for nothing that other dialects do not do anyway, or has been read. */
  private final Set<String> idle = new HashSet<>();

  private final Map<String, JsonNode> extras = new LinkedHashMap<>();

  CanonicalRequest read(At root, CallAddress address) throws WrongJsonException {
    String model =
        address.model().isPresent() ? address.model().get() : root.need("model").asText();
    List<Turn> turns = new ArrayList<>();
    ChatMessageParser messages = new ChatMessageParser(extras);
    for (At message : root.need("messages").elements()) {
      turns.add(messages.turn(message.expectObject()));
    }
    extras.putAll(root.membersBeside(KNOWN));
    Reasoning reasoning = reasoning(root);
    boolean singleCall = root.member("tools").isEmpty() && root.member("functions").isPresent();
    List<Tool> tools = tools(root);
    ToolChoice choice = toolChoice(root);
    OutputFormat format = outputFormat(root);
    extras.forEach(this::weigh);
    return new CanonicalRequest(
        DialectName.OPENAI_CHAT,
        model,
        turns,
        tools,
        choice,
        singleCall ? Optional.of(false) : root.flag("parallel_tool_calls"),
        maxOutputTokens(root),
        sampling(root),
        format,
        reasoning,
        root.flag("stream").orElse(false),
        streamUsage(root),
        root.text("user"),
        root.text("service_tier"),
        singleCall,
        new Extras(extras, needed, idle));
  }

  /** Notes what losing an extra means, where that is not a loss with a note. */
  private void weigh(String name, JsonNode value) {
    switch (name) {
      case "modalities" -> modalities(name, value);
      case "store" -> {
        if (value.isBoolean() && !value.booleanValue()) {
          idle.add(name);
        }
      }
      case "web_search_options" -> {
        // Also where it is empty, it asks for a search.
      }
      default -> {
        if (value.isContainerNode() && value.isEmpty()) {
          idle.add(name);
        }
      }
    }
  }

  /** Text is what other dialects answer; what is wanted beside it is a loss. */
  private void modalities(String name, JsonNode value) {
    boolean text = value.isEmpty();
    boolean more = !value.isArray();
    for (JsonNode each : value) {
      boolean isText = each.asText("").equals("text");
      text |= isText;
      more |= !isText;
    }
    if (!text) {
      needed.add(name);
    } else if (!more) {
      idle.add(name);
    }
  }

  /** OpenAI's own word goes before those of others. */
  private Reasoning reasoning(At root) throws WrongJsonException {
    if (ReasoningWishes.needGoogle(root.node())) {
      needed.add("extra_body");
    }
    return root.member("reasoning_effort").isPresent()
        ? new Reasoning(effort(root), OptionalLong.empty(), Optional.empty())
        : new ReasoningWishes(extras, idle).read(root.node());
  }

  private static boolean streamUsage(At root) throws WrongJsonException {
    Optional<At> options = root.object("stream_options");
    return options.isPresent() && options.get().flag("include_usage").orElse(false);
  }

  private static OptionalLong maxOutputTokens(At root) throws WrongJsonException {
    OptionalLong newer = root.count("max_completion_tokens");
    OptionalLong older = root.count("max_tokens");
    return newer.isPresent() ? newer : older;
  }

  private static Sampling sampling(At root) throws WrongJsonException {
    OptionalLong topLogprobs = root.count("top_logprobs");
    if (topLogprobs.isEmpty() && root.flag("logprobs").orElse(false)) {
      topLogprobs = OptionalLong.of(0);
    }
    return new Sampling(
        root.decimal("temperature"),
        root.decimal("top_p"),
        root.count("top_k"),
        root.decimal("frequency_penalty"),
        root.decimal("presence_penalty"),
        root.integer("seed"),
        root.count("n"),
        topLogprobs,
        stop(root));
  }

  private static List<String> stop(At root) throws WrongJsonException {
    Optional<At> stop = root.member("stop");
    if (stop.isEmpty()) {
      return List.of();
    }
    if (stop.get().node().isTextual()) {
      return List.of(stop.get().asText());
    }
    List<String> all = new ArrayList<>();
    for (At each : stop.get().elements()) {
      all.add(each.asText());
    }
    return all;
  }

  /** An effort that is not known here passes to the same dialect and to no other. */
  private Optional<Reasoning.Effort> effort(At root) throws WrongJsonException {
    Optional<String> text = root.text("reasoning_effort");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Reasoning.Effort> known = Reasoning.Effort.named(text.get());
    if (known.isEmpty()) {
      extras.put("reasoning_effort", root.need("reasoning_effort").node());
    }
    return known;
  }

  private OutputFormat outputFormat(At root) throws WrongJsonException {
    Optional<At> format = root.object("response_format");
    if (format.isEmpty()) {
      return OutputFormat.TEXT;
    }
    return switch (format.get().need("type").asText()) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> OutputFormat.JSON;
      case "json_schema" -> {
        At said = format.get().need("json_schema").expectObject();
        Optional<At> schema = said.object("schema");
        // Only the name is a must.
        yield schema.isEmpty()
            ? OutputFormat.JSON
            : new OutputFormat.Schema(
                said.text("name"),
                said.text("description"),
                schema.get().node(),
                said.flag("strict"));
      }
      default -> {
        extras.put("response_format", format.get().node());
        yield OutputFormat.TEXT;
      }
    };
  }

  private List<Tool> tools(At root) throws WrongJsonException {
    List<Tool> tools = new ArrayList<>();
    for (At each : root.array("tools")) {
      String type = each.expectObject().text("type").orElse("function");
      tools.add(
          switch (type) {
            case "function" -> {
              rest(each, KNOWN_BESIDE_FUNCTION);
              yield function(each.need("function").expectObject(), ChatMessageParser.cached(each));
            }
            case "custom" -> {
              rest(each, KNOWN_BESIDE_CUSTOM);
              yield custom(each.need("custom").expectObject());
            }
            default -> new Tool.Foreign(DialectName.OPENAI_CHAT, type, each.node());
          });
    }
    for (At each : root.array("functions")) {
      tools.add(function(each.expectObject(), Optional.empty()));
    }
    return tools;
  }

  /** What of an object has no place here, by its path. */
  private void rest(At object, Set<String> known) {
    object
        .membersBeside(known)
        .forEach((name, value) -> extras.put(object.path() + "." + name, value));
  }

  private Tool function(At function, Optional<CacheMark> cached) throws WrongJsonException {
    rest(function, KNOWN_OF_FUNCTION);
    // Clients of several providers put it in either place.
    Optional<CacheMark> mark = cached.isPresent() ? cached : ChatMessageParser.cached(function);
    return new Tool.Function(
        function.need("name").asText(),
        function.text("description"),
        function.object("parameters").map(At::node),
        function.flag("strict"),
        mark);
  }

  private Tool custom(At custom) throws WrongJsonException {
    rest(custom, KNOWN_OF_CUSTOM);
    Optional<At> format = custom.object("format");
    Optional<Tool.Custom.Grammar> grammar = Optional.empty();
    if (format.isPresent()) {
      At type = format.get().need("type");
      if (type.asText().equals("grammar")) {
        At said = format.get().need("grammar").expectObject();
        grammar =
            Optional.of(
                new Tool.Custom.Grammar(
                    said.need("syntax").asText(), said.need("definition").asText()));
      } else if (!type.asText().equals("text")) {
        throw type.wrong("'text' or 'grammar'");
      }
    }
    return new Tool.Custom(custom.need("name").asText(), custom.text("description"), grammar);
  }

  private ToolChoice toolChoice(At root) throws WrongJsonException {
    Optional<At> choice = root.member("tool_choice");
    if (choice.isEmpty()) {
      return functionCall(root);
    }
    At found = choice.get();
    if (found.node().isTextual()) {
      return switch (found.asText()) {
        case "auto" -> ToolChoice.AUTO;
        case "none" -> ToolChoice.NONE;
        case "required" -> ToolChoice.REQUIRED;
        default -> throw found.wrong("'none', 'auto', 'required' or an object");
      };
    }
    return switch (found.expectObject().text("type").orElse("")) {
      case "function" ->
          new ToolChoice.Named(found.need("function").expectObject().need("name").asText());
      case "custom" ->
          new ToolChoice.Named(found.need("custom").expectObject().need("name").asText());
      case "allowed_tools" -> among(found.need("allowed_tools").expectObject());
      default -> {
        extras.put("tool_choice", found.node());
        yield ToolChoice.UNSAID;
      }
    };
  }

  /** The choice as it was said before there were tools. */
  private static ToolChoice functionCall(At root) throws WrongJsonException {
    Optional<At> choice = root.member("function_call");
    if (choice.isEmpty()) {
      return ToolChoice.UNSAID;
    }
    At found = choice.get();
    if (!found.node().isTextual()) {
      return new ToolChoice.Named(found.expectObject().need("name").asText());
    }
    return switch (found.asText()) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      default -> throw found.wrong("'none', 'auto' or an object");
    };
  }

  private static ToolChoice among(At allowed) throws WrongJsonException {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    for (At each : allowed.array("tools")) {
      String type = each.expectObject().text("type").orElse("function");
      Optional<At> named = each.object(type.equals("custom") ? type : "function");
      names.add(named.isPresent() ? named.get().need("name").asText() : "");
    }
    return new ToolChoice.Among(names, allowed.text("mode").orElse("auto").equals("required"));
  }
}
