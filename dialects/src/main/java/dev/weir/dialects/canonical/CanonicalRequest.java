package dev.weir.dialects.canonical;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request for an answer of a model.
 *
 * @param from the dialect that it was read from
 * @param model as the caller named it
 * @param turns in order, instructions among them; see {@link Turn.Role}
 * @param parallelToolCalls whether one answer may call several tools; empty where unsaid
 * @param maxOutputTokens empty where unsaid; what a dialect requires its writer fills in
 * @param stream whether the answer is wanted as events
 * @param streamUsage whether the caller asked for the usage in the stream; dialects that always
 *     give it read true
 * @param user the end user as the caller names him; no identity
 * @param serviceTier as in {@code service_tier}; empty where unsaid
 * @param singleCall whether the caller knows one call alone, in the field that Chat had before
 *     there were tools ({@code function_call})
 * @param extras what has no place here, by the names of {@code from}
 */
public record CanonicalRequest(
    DialectName from,
    String model,
    List<Turn> turns,
    List<Tool> tools,
    ToolChoice toolChoice,
    Optional<Boolean> parallelToolCalls,
    OptionalLong maxOutputTokens,
    Sampling sampling,
    OutputFormat outputFormat,
    Reasoning reasoning,
    boolean stream,
    boolean streamUsage,
    Optional<String> user,
    Optional<String> serviceTier,
    boolean singleCall,
    Extras extras) {

  public CanonicalRequest {
    turns = List.copyOf(turns);
    tools = List.copyOf(tools);
  }

  /** One of a caller who knows several calls. */
  public CanonicalRequest(
      DialectName from,
      String model,
      List<Turn> turns,
      List<Tool> tools,
      ToolChoice toolChoice,
      Optional<Boolean> parallelToolCalls,
      OptionalLong maxOutputTokens,
      Sampling sampling,
      OutputFormat outputFormat,
      Reasoning reasoning,
      boolean stream,
      boolean streamUsage,
      Optional<String> user,
      Optional<String> serviceTier,
      Extras extras) {
    this(
        from,
        model,
        turns,
        tools,
        toolChoice,
        parallelToolCalls,
        maxOutputTokens,
        sampling,
        outputFormat,
        reasoning,
        stream,
        streamUsage,
        user,
        serviceTier,
        false,
        extras);
  }

  /** Whether the model may call functions. */
  public boolean hasFunctions() {
    return tools.stream().anyMatch(it -> it instanceof Tool.Function);
  }

  /** Whether the choice among some tools, if there is one, leaves this one in. */
  public boolean allows(String tool) {
    return !(toolChoice instanceof ToolChoice.Among among) || among.names().contains(tool);
  }

  /** The names of the tools that take a text of free form. */
  public Set<String> customTools() {
    return TextTools.names(this);
  }

  /** The same request with its tools, and what names them, otherwise. */
  CanonicalRequest withTools(List<Tool> others, ToolChoice choice, List<Turn> naming) {
    return new CanonicalRequest(
        from,
        model,
        naming,
        others,
        choice,
        parallelToolCalls,
        maxOutputTokens,
        sampling,
        outputFormat,
        reasoning,
        stream,
        streamUsage,
        user,
        serviceTier,
        singleCall,
        extras);
  }

  /** The same request for a model of another name. */
  public CanonicalRequest withModel(String other) {
    return new CanonicalRequest(
        from,
        other,
        turns,
        tools,
        toolChoice,
        parallelToolCalls,
        maxOutputTokens,
        sampling,
        outputFormat,
        reasoning,
        stream,
        streamUsage,
        user,
        serviceTier,
        singleCall,
        extras);
  }
}
