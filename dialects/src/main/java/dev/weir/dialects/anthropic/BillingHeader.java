package dev.weir.dialects.anthropic;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What Claude Code tells Anthropic's billing in a block of the instructions. It differs from
 * request to request, so that no other provider would find the prompt in its cache.
 */
final class BillingHeader {

  private static final String NAME = "x-anthropic-billing-header";

  private BillingHeader() {}

  /** The parts, of which this one is Anthropic's alone. */
  static List<Part> apart(List<Part> parts) {
    return parts.stream().map(BillingHeader::apart).toList();
  }

  private static Part apart(Part part) {
    return part instanceof Part.Text(String text, var cached)
            && cached.isEmpty()
            && text.startsWith(NAME + ":")
        ? new Part.Foreign(
            DialectName.ANTHROPIC,
            NAME,
            Json.newObject().put("type", "text").put("text", text),
            Optional.of(new Part.Foreign.Instead(List.of(), List.of(NAME))))
        : part;
  }
}
