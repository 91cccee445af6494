package dev.weir.dialects.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.canonical.Reasoning;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.json.At;
import dev.weir.dialects.json.WrongJsonException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads how much the model shall think from its own fields: a Claude's {@code thinking} and {@code
 * output_config.effort}, gpt-oss's {@code reasoning_effort}, a Nova's {@code reasoningConfig},
 * OpenAI's {@code reasoning}. What is not understood whole is kept as it came, since these fields
 * are the model's and not Bedrock's.
 */
final class ReasoningReader {

  /** The fields that are read here. */
  static final Set<String> FIELDS =
      Set.of("thinking", "output_config", "reasoning_effort", "reasoningConfig", "reasoning");

  private final At more;
  private final Map<String, JsonNode> extras;

  /** {@code more} is {@code additionalModelRequestFields}. */
  ReasoningReader(At more, Map<String, JsonNode> extras) {
    this.more = more;
    this.extras = extras;
  }

  Reasoning read() throws WrongJsonException {
    Optional<At> thinking = more.object("thinking");
    if (thinking.isPresent()) {
      keep("reasoning_effort");
      keep("reasoningConfig");
      keep("reasoning");
      return ofClaude(thinking.get());
    }
    // Alone it is about all of the answer and asks for no thinking.
    keep("output_config");
    Optional<Effort> effort = Optional.empty();
    for (String name : List.of("reasoning_effort", "reasoningConfig", "reasoning")) {
      Optional<Effort> said = effort.isEmpty() ? effortIn(name) : Optional.empty();
      if (said.isEmpty()) {
        keep(name);
      } else {
        effort = said;
      }
    }
    return new Reasoning(effort, OptionalLong.empty(), Optional.empty());
  }

  private Optional<Effort> effortIn(String name) {
    JsonNode field = more.node().path(name);
    return switch (name) {
      case "reasoningConfig" -> ofNova(field);
      case "reasoning" -> field.size() == 1 ? effort(field.path("effort")) : Optional.empty();
      default -> effort(field);
    };
  }

  private static Optional<Effort> ofNova(JsonNode config) {
    String type = config.path("type").asText("");
    if (type.equals("disabled") && config.size() == 1) {
      return Optional.of(Effort.NONE);
    }
    return type.equals("enabled") && config.size() == 2
        ? effort(config.path("maxReasoningEffort"))
        : Optional.empty();
  }

  private Reasoning ofClaude(At thinking) throws WrongJsonException {
    String type = thinking.text("type").orElse("");
    boolean plain = thinking.membersBeside(Set.of("type", "budget_tokens")).isEmpty();
    if (type.equals("adaptive") && isAdaptive(thinking)) {
      return adaptive(thinking);
    }
    keep("output_config");
    if (plain && type.equals("enabled") && thinking.count("budget_tokens").isPresent()) {
      return new Reasoning(Optional.empty(), thinking.count("budget_tokens"), Optional.empty());
    }
    if (plain && type.equals("disabled")) {
      return new Reasoning(Optional.of(Effort.NONE), OptionalLong.empty(), Optional.empty());
    }
    keep("thinking");
    return Reasoning.UNSAID;
  }

  private static boolean isAdaptive(At thinking) {
    String display = thinking.node().path("display").asText("omitted");
    return thinking.membersBeside(Set.of("type", "display")).isEmpty()
        && (display.equals("omitted") || display.equals("summarized"));
  }

  private Reasoning adaptive(At thinking) {
    Optional<Boolean> shown =
        thinking.member("display").map(it -> it.node().asText().equals("summarized"));
    JsonNode output = more.node().path("output_config");
    Optional<Effort> effort = output.size() == 1 ? effort(output.path("effort")) : Optional.empty();
    if (effort.isEmpty()) {
      keep("output_config");
      return new Reasoning(Optional.empty(), OptionalLong.of(-1), shown);
    }
    return new Reasoning(effort, OptionalLong.empty(), shown);
  }

  private static Optional<Effort> effort(JsonNode node) {
    for (Effort each : Effort.values()) {
      if (node.isTextual() && node.textValue().equals(each.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private void keep(String name) {
    more.member(name).ifPresent(it -> extras.put(it.path(), it.node()));
  }
}
