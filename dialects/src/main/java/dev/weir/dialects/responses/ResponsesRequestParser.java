package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.OutputFormat;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Sampling;
import dev.weir.dialects.canonical.Tool;
import dev.weir.dialects.canonical.ToolChoice;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads one request. */
final class ResponsesRequestParser {

  static final String LOGPROBS = "message.output_text.logprobs";
  static final String ENCRYPTED = "reasoning.encrypted_content";

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "input",
          "instructions",
          "stream",
          "max_output_tokens",
          "temperature",
          "top_p",
          "top_logprobs",
          "include",
          "text",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "reasoning",
          "user",
          "service_tier");

  /** What lies at the provider; a request with one of them may have no input of its own. */
  static final Set<String> STATE = Set.of("previous_response_id", "conversation", "prompt");

  private final Leftovers leftovers = new Leftovers();

  CanonicalRequest read(At root) throws WrongJsonException {
    String model = root.need("model").asText();
    List<Turn> turns = turns(root);
    ResponsesToolParser toolParser = new ResponsesToolParser(leftovers);
    List<Tool> tools = toolParser.tools(root);
    ToolChoice choice = toolParser.choice(root);
    Sampling sampling = sampling(root);
    OutputFormat format = text(root);
    Reasoning reasoning = reasoning(root);
    others(root.membersBeside(KNOWN));
    return new CanonicalRequest(
        DialectName.OPENAI_RESPONSES,
        model,
        turns,
        tools,
        choice,
        root.flag("parallel_tool_calls"),
        root.count("max_output_tokens"),
        sampling,
        format,
        reasoning,
        root.flag("stream").orElse(false),
        true,
        root.text("user"),
        root.text("service_tier"),
        leftovers.extras());
  }

  private List<Turn> turns(At root) throws WrongJsonException {
    List<Turn> turns = new ArrayList<>();
    Optional<String> instructions = root.text("instructions");
    if (instructions.isPresent()) {
      turns.add(new Turn(Turn.Role.SYSTEM, List.of(new Part.Text(instructions.get()))));
      // They end with the response, while a system message stays in a stored conversation.
      leftovers.idle("instructions", BooleanNode.TRUE);
    }
    Optional<At> input = root.member("input");
    if (input.isEmpty()) {
      if (STATE.stream().noneMatch(name -> root.member(name).isPresent())) {
        throw new WrongJsonException("input", "The field 'input' is missing.");
      }
    } else if (input.get().node().isTextual()) {
      turns.add(new Turn(Turn.Role.USER, List.of(new Part.Text(input.get().asText()))));
    } else if (input.get().node().isArray()) {
      turns.addAll(new ResponsesItemParser(leftovers).turns(input.get().elements()));
    } else {
      throw input.get().wrong("a string or an array");
    }
    return turns;
  }

  private void others(Map<String, JsonNode> others) {
    others.forEach((name, value) -> {
      switch (name) {
        case "previous_response_id", "conversation", "prompt" -> leftovers.need(name, value);
        case "background" -> {
          if (value.isBoolean() && !value.booleanValue()) {
            leftovers.idle(name, value);
          } else {
            leftovers.need(name, value);
          }
        }
        case "store" -> idleIf(value.isBoolean() && !value.booleanValue(), name, value);
        case "truncation" -> idleIf(value.asText("").equals("disabled"), name, value);
        // How a stream looks here, which no other dialect's stream does.
        case "stream_options" -> leftovers.idle(name, value);
        // What is empty asks for nothing.
        default -> idleIf(value.isContainerNode() && value.isEmpty(), name, value);
      }
    });
  }

  private void idleIf(boolean idle, String name, JsonNode value) {
    if (idle) {
      leftovers.idle(name, value);
    } else {
      leftovers.keep(name, value);
    }
  }

  private Sampling sampling(At root) throws WrongJsonException {
    OptionalLong topLogprobs = root.count("top_logprobs");
    if (include(root)) {
      topLogprobs = OptionalLong.of(topLogprobs.orElse(0));
    } else if (topLogprobs.orElse(0) == 0) {
      topLogprobs = OptionalLong.empty();
    }
    return new Sampling(
        root.decimal("temperature"),
        root.decimal("top_p"),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        topLogprobs,
        List.of());
  }

  /** Whether log probabilities are asked for; keeps what else is. */
  private boolean include(At root) throws WrongJsonException {
    boolean logprobs = false;
    boolean proofsAlone = true;
    ArrayNode rest = Json.newArray();
    for (At each : root.array("include")) {
      String name = each.asText();
      if (name.equals(LOGPROBS)) {
        logprobs = true;
      } else {
        rest.add(name);
        proofsAlone &= name.equals(ENCRYPTED);
      }
    }
    if (!rest.isEmpty()) {
      // Other dialects give their proofs unasked.
      idleIf(proofsAlone, "include", rest);
    }
    return logprobs;
  }

  private OutputFormat text(At root) throws WrongJsonException {
    Optional<At> text = root.object("text");
    if (text.isEmpty()) {
      return OutputFormat.TEXT;
    }
    text.get()
        .membersBeside(Set.of("format"))
        .forEach((name, value) ->
            leftovers.keep(name.equals("verbosity") ? name : "text." + name, value));
    Optional<At> format = text.get().object("format");
    if (format.isEmpty()) {
      return OutputFormat.TEXT;
    }
    At found = format.get();
    return switch (found.need("type").asText()) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> OutputFormat.JSON;
      case "json_schema" ->
          new OutputFormat.Schema(
              found.text("name"),
              found.text("description"),
              found.need("schema").expectObject().node(),
              found.flag("strict"));
      default -> {
        leftovers.need("text.format", found.node());
        yield OutputFormat.TEXT;
      }
    };
  }

  private Reasoning reasoning(At root) throws WrongJsonException {
    Optional<At> reasoning = root.object("reasoning");
    if (reasoning.isEmpty()) {
      return Reasoning.UNSAID;
    }
    At found = reasoning.get();
    found
        .membersBeside(Set.of("effort", "summary", "generate_summary"))
        .forEach((name, value) -> leftovers.keep("reasoning." + name, value));
    Optional<Boolean> shown = Optional.empty();
    for (String name : List.of("summary", "generate_summary")) {
      Optional<At> summary = found.member(name);
      if (summary.isPresent()) {
        // How detailed it is to be, for the same dialect.
        leftovers.idle("reasoning." + name, summary.get().node());
        shown = Optional.of(true);
      }
    }
    return new Reasoning(effort(found), OptionalLong.empty(), shown);
  }

  /** An effort that is not known here passes to the same dialect and to no other. */
  private Optional<Reasoning.Effort> effort(At reasoning) throws WrongJsonException {
    Optional<String> text = reasoning.text("effort");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (Reasoning.Effort each : Reasoning.Effort.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return Optional.of(each);
      }
    }
    leftovers.keep("reasoning.effort", reasoning.need("effort").node());
    return Optional.empty();
  }
}
