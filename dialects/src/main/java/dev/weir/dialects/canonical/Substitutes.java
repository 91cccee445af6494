package dev.weir.dialects.canonical;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts {@link Part.Foreign.Instead} and {@link Tool.Foreign.Instead} in the place of what only
 * another dialect knows.
 */
final class Substitutes {

  private final DialectName to;
  private final Losses losses;

  private Substitutes(DialectName to, Losses losses) {
    this.to = to;
    this.losses = losses;
  }

  /** The request as a writer of that dialect can say it; names what is lost by that. */
  static CanonicalRequest in(CanonicalRequest request, DialectName to, Losses losses) {
    if (request.from() == to) {
      return request;
    }
    Substitutes substitutes = new Substitutes(to, losses);
    List<Tool> tools = request.tools().stream().flatMap(substitutes::tool).toList();
    return request.withTools(
        tools.equals(request.tools()) ? tools : lastOfEachName(tools),
        request.toolChoice(),
        request.turns().stream().flatMap(substitutes::turn).toList());
  }

  private Stream<Tool> tool(Tool tool) {
    if (tool instanceof Tool.Foreign it && it.dialect() != to && it.instead().isPresent()) {
      it.instead().get().lost().forEach(losses::drop);
      return it.instead().get().tools().stream().flatMap(this::tool);
    }
    return Stream.of(tool);
  }

  /**
   * Each name once, where it stood first: what brings tools may define one again, and other
   * providers refuse a name that comes twice.
   */
  private static List<Tool> lastOfEachName(List<Tool> tools) {
    Map<Object, Tool> last = new LinkedHashMap<>();
    for (Tool tool : tools) {
      Object key =
          switch (tool) {
            case Tool.Function it -> it.name();
            case Tool.Custom it -> it.name();
            case Tool.Foreign it -> it;
          };
      last.put(key, tool);
    }
    return List.copyOf(last.values());
  }

  /** None where nothing of it is left. */
  private Stream<Turn> turn(Turn turn) {
    List<Part> parts = parts(turn.parts());
    return parts.isEmpty() && !turn.parts().isEmpty()
        ? Stream.empty()
        : Stream.of(new Turn(turn.role(), parts));
  }

  private List<Part> parts(List<Part> parts) {
    return parts.stream().flatMap(this::part).toList();
  }

  private Stream<Part> part(Part part) {
    return switch (part) {
      case Part.Foreign it when it.dialect() != to && it.instead().isPresent() -> {
        it.instead().get().lost().forEach(losses::drop);
        yield it.instead().get().parts().stream();
      }
      case Part.ToolResult it ->
          Stream.of(
              new Part.ToolResult(
                  it.callId(), it.name(), parts(it.content()), it.isError(), it.cached()));
      default -> Stream.of(part);
    };
  }
}
