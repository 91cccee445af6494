package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What Claude Code tells Anthropic's billing in the first line of the instructions. It differs from
 * request to request, so that no other provider would find the prompt in its cache; it says nothing
 * to a model, so that without it nothing is lost.
 */
final class BillingHeader {

  private static final String NAME = "x-anthropic-billing-header";

  private BillingHeader() {}

  /** The same part, or that line, which is Anthropic's alone, apart from what follows it. */
  static List<Part> apart(Part part) {
    if (!(part instanceof Part.Text(String text, var cached)) || !text.startsWith(NAME + ":")) {
      return List.of(part);
    }
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).stripTrailing();
    String rest = end < 0 ? "" : text.substring(end + 1);
    if (!rest.isBlank()) {
      return List.of(header(line), new Part.Text(rest, cached));
    }
    return List.of(cached.isPresent() ? part : header(text));
  }

  private static Part header(String text) {
    return new Part.Foreign(
        DialectName.ANTHROPIC,
        NAME,
        Json.newObject().put("type", "text").put("text", text),
        Optional.of(new Part.Foreign.Instead(List.of(), List.of())));
  }
}
