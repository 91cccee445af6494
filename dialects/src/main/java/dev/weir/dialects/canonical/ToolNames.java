package dev.weir.dialects.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names of one request's tools as its provider takes them, and back. A name that the provider
 * takes stays; another one gets what is illegal replaced and a hash of itself at its end, so that
 * it is the same in every request of a conversation, whatever tools stand beside it. No two become
 * one.
 */
public final class ToolNames {

  /** All stay as they are. */
  public static final ToolNames UNCHANGED = new ToolNames(Map.of(), Set.of());

  private static final int HASH_BYTES = 4;

  private final Map<String, String> providers;
  private final Map<String, String> callers = new HashMap<>();
  private final Set<String> texts;

  private ToolNames(Map<String, String> providers, Set<String> texts) {
    this.providers = providers;
    this.texts = texts;
    providers.forEach((caller, provider) -> callers.put(provider, caller));
  }

  static ToolNames of(CanonicalRequest request, ToolNameRule rule) {
    Set<String> all = in(request);
    // One that has no character is the provider's to refuse.
    List<String> illegal = all.stream().filter(it -> !it.isEmpty() && !rule.takes(it)).toList();
    if (illegal.isEmpty()) {
      return UNCHANGED;
    }
    Map<String, String> fitted = new HashMap<>();
    for (String name : illegal) {
      String found = fit(name, 0, rule);
      for (int i = 1; !all.add(found); i++) {
        found = fit(name, i, rule);
      }
      fitted.put(name, found);
    }
    return new ToolNames(fitted, Set.of());
  }

  private static String fit(String name, int attempt, ToolNameRule rule) {
    String end = "_" + hash(attempt == 0 ? name : name + attempt);
    String legal = rule.nearest(name);
    int length = Math.min(legal.length(), rule.charactersMax() - end.length());
    return legal.substring(0, length) + end;
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Set<String> in(CanonicalRequest request) {
    Set<String> names = new LinkedHashSet<>();
    request.tools().stream()
        .flatMap(Tool::elsewhere)
        .forEach(tool -> {
          switch (tool) {
            case Tool.Function it -> names.add(it.name());
            case Tool.Custom it -> names.add(it.name());
            case Tool.Foreign _ -> {}
          }
        });
    for (Turn turn : request.turns()) {
      for (Part part : turn.parts()) {
        switch (part) {
          case Part.ToolCall it -> names.add(it.name());
          case Part.CustomCall it -> names.add(it.name());
          case Part.ToolResult it -> it.name().ifPresent(names::add);
          default -> {}
        }
      }
    }
    switch (request.toolChoice()) {
      case ToolChoice.Named it -> names.add(it.name());
      case ToolChoice.Among it -> names.addAll(it.names());
      default -> {}
    }
    return names;
  }

  /** The same where tools of text are functions at the provider; their names are the caller's. */
  ToolNames withTexts(Set<String> others) {
    return others.isEmpty() ? this : new ToolNames(providers, others);
  }

  /** Whether the caller's tool takes a text, and is a function at the provider. */
  boolean isText(String callersName) {
    return texts.contains(callersName);
  }

  /** The request by the provider's names. */
  CanonicalRequest applied(CanonicalRequest request) {
    return providers.isEmpty()
        ? request
        : request.withTools(
            request.tools().stream().map(this::tool).toList(),
            choice(request.toolChoice()),
            request.turns().stream().map(this::turn).toList());
  }

  private Tool tool(Tool tool) {
    return switch (tool) {
      case Tool.Function it -> it.named(providers(it.name()));
      case Tool.Custom it -> it.named(providers(it.name()));
      case Tool.Foreign it -> it;
    };
  }

  private ToolChoice choice(ToolChoice choice) {
    return switch (choice) {
      case ToolChoice.Named it -> new ToolChoice.Named(providers(it.name()));
      case ToolChoice.Among it ->
          new ToolChoice.Among(
              it.names().stream()
                  .map(this::providers)
                  .collect(Collectors.toCollection(LinkedHashSet::new)),
              it.required());
      default -> choice;
    };
  }

  private Turn turn(Turn turn) {
    return new Turn(turn.role(), turn.parts().stream().map(this::part).toList());
  }

  private Part part(Part part) {
    return switch (part) {
      case Part.ToolCall it -> it.named(providers(it.name()));
      case Part.CustomCall it -> it.named(providers(it.name()));
      case Part.ToolResult it ->
          new Part.ToolResult(
              it.callId(), it.name().map(this::providers), it.content(), it.isError(), it.cached());
      default -> part;
    };
  }

  /** As the provider knows the tool. */
  public String providers(String name) {
    return providers.getOrDefault(name, name);
  }

  /** As the caller knows it; a name that the model invented stays. */
  public String callers(String name) {
    return callers.getOrDefault(name, name);
  }
}
