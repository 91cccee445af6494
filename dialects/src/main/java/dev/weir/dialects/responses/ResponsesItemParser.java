package dev.weir.dialects.responses;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.canonical.Turn;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the items of {@code input}. Neighbouring items of the model (messages, reasoning, calls)
 * are one assistant's turn, since one answer has them all as items of its output. An item that only
 * this dialect knows is a {@link Part.Foreign} in its place.
 *
 * <p>Ids and states of items, and annotations of texts, are given back as they came in an answer
 * and say nothing to a model: they are read over, but for the id of a reasoning item.
 */
final class ResponsesItemParser {

  private static final Set<String> MESSAGE = Set.of("type", "id", "status", "role", "content");
  private static final Set<String> CALL =
      Set.of("type", "id", "status", "call_id", "name", "namespace", "arguments");
  private static final Set<String> CUSTOM_CALL =
      Set.of("type", "id", "status", "call_id", "name", "namespace", "input");
  private static final Set<String> RESULT =
      Set.of("type", "id", "status", "call_id", "name", "namespace", "output");
  private static final Set<String> REASONING =
      Set.of("type", "id", "status", "summary", "content", "encrypted_content");

  private final Leftovers leftovers;
  private final ResponsesPartParser parts;
  private final List<Turn> turns = new ArrayList<>();
  private final List<Part> assistant = new ArrayList<>();
  private final Set<String> customCalls = new HashSet<>();
  private Optional<String> callSignature = Optional.empty();

  ResponsesItemParser(Leftovers leftovers) {
    this.leftovers = leftovers;
    this.parts = new ResponsesPartParser(leftovers);
  }

  List<Turn> turns(List<At> items) throws WrongJsonException {
    for (At item : items) {
      item(item.expectObject());
    }
    endOfAssistant();
    return turns;
  }

  private void item(At item) throws WrongJsonException {
    String type = typeOf(item);
    switch (type) {
      case "message" -> message(item);
      case "reasoning" -> reasoning(item);
      case "function_call" -> call(item);
      case "function_call_output" -> result(item);
      case "custom_tool_call" -> customCall(item);
      case "custom_tool_call_output" -> customResult(item);
      // Elsewhere its tools stand among those of the request.
      case ResponsesToolParser.ADDITIONAL ->
          assistant.add(
              new Part.Foreign(
                  DialectName.OPENAI_RESPONSES,
                  type,
                  item.node(),
                  Optional.of(new Part.Foreign.Instead(List.of(), List.of()))));
      default -> {
        Part part = new Part.Foreign(DialectName.OPENAI_RESPONSES, type, item.node());
        if (type.endsWith("_output") || type.equals("mcp_approval_response")) {
          turn(Turn.Role.USER, List.of(part));
        } else {
          assistant.add(part);
        }
      }
    }
  }

  /** Messages and references may leave their type out. */
  private static String typeOf(At item) throws WrongJsonException {
    Optional<String> type = item.text("type");
    if (type.isPresent()) {
      return type.get();
    }
    return item.member("role").isEmpty() && item.member("id").isPresent()
        ? "item_reference"
        : "message";
  }

  private void message(At message) throws WrongJsonException {
    keepBeside(MESSAGE, message);
    At role = message.need("role");
    List<Part> content = parts.content(message.need("content"));
    switch (role.asText()) {
      case "assistant" -> assistant.addAll(content);
      case "system" -> turn(Turn.Role.SYSTEM, content);
      case "developer" -> turn(Turn.Role.DEVELOPER, content);
      case "user" -> turn(Turn.Role.USER, content);
      default -> throw role.wrong("'system', 'developer', 'user' or 'assistant'");
    }
  }

  private void reasoning(At item) throws WrongJsonException {
    keepBeside(REASONING, item);
    List<String> texts = new ArrayList<>();
    for (String name : List.of("summary", "content")) {
      if (texts.isEmpty()) {
        for (At each : item.array(name)) {
          texts.add(each.expectObject().text("text").orElse(""));
        }
      }
    }
    Optional<ReasoningProof> proof =
        ReasoningProof.of(item.text("id").orElse(""), item.text("encrypted_content").orElse(""));
    if (proof.isPresent() && proof.get().isOfCall()) {
      callSignature = proof.map(ReasoningProof::data);
    }
    assistant.addAll(ReasoningProof.parts(String.join("\n\n", texts), proof));
  }

  private void call(At call) throws WrongJsonException {
    keepBeside(CALL, call);
    assistant.add(
        new Part.ToolCall(
            call.need("call_id").asText(),
            ResponsesToolParser.nameOf(call),
            call.text("arguments").orElse(""),
            callSignature,
            Optional.empty()));
    callSignature = Optional.empty();
  }

  private void customCall(At call) throws WrongJsonException {
    keepBeside(CUSTOM_CALL, call);
    String id = call.need("call_id").asText();
    customCalls.add(id);
    assistant.add(
        new Part.CustomCall(id, ResponsesToolParser.nameOf(call), call.text("input").orElse("")));
  }

  /** Where the call lies with the provider, only this type says what was called. */
  private void customResult(At result) throws WrongJsonException {
    if (customCalls.contains(result.need("call_id").asText())) {
      result(result);
    } else {
      String type = result.need("type").asText();
      turn(
          Turn.Role.USER,
          List.of(new Part.Foreign(DialectName.OPENAI_RESPONSES, type, result.node())));
    }
  }

  private void result(At result) throws WrongJsonException {
    keepBeside(RESULT, result);
    Part part =
        new Part.ToolResult(
            result.need("call_id").asText(),
            result.text("name").isPresent()
                ? Optional.of(ResponsesToolParser.nameOf(result))
                : Optional.empty(),
            parts.content(result.need("output")),
            false,
            Optional.empty());
    turn(Turn.Role.USER, List.of(part));
  }

  private void turn(Turn.Role role, List<Part> content) {
    endOfAssistant();
    turns.add(new Turn(role, content));
  }

  private void endOfAssistant() {
    if (!assistant.isEmpty()) {
      turns.add(new Turn(Turn.Role.ASSISTANT, assistant));
      assistant.clear();
    }
    callSignature = Optional.empty();
  }

  private void keepBeside(Set<String> known, At item) {
    item.membersBeside(known)
        .forEach((name, value) -> leftovers.keep(item.path() + "." + name, value));
  }
}
