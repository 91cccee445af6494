package dev.weir.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Turn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fields of blocks and tools on their way back to the dialect that they came from, found by the
 * place where they stood: a citation goes back to its text although the texts around it are merged
 * anew.
 */
final class BlockExtras {

  private static final Pattern PLACE =
      Pattern.compile("(?:messages\\[(\\d{1,9})\\]\\.content|system)\\[(\\d{1,9})\\]\\.([^.\\[]+)");
  private static final Pattern TOOL = Pattern.compile("tools\\[(\\d{1,9})\\]\\.([^.\\[]+)");

  private record Place(int turn, int part) {}

  private record Field(String path, String name, JsonNode value) {}

  private final Map<Place, Map<String, Field>> ofParts = new HashMap<>();
  private final Map<Integer, Map<String, Field>> ofTools = new HashMap<>();
  private final Set<String> restored = new HashSet<>();

  /** Takes those of a request of this dialect; one of another has none. */
  BlockExtras(CanonicalRequest request) {
    if (request.from() != DialectName.ANTHROPIC) {
      return;
    }
    // The system field was read as the first turn.
    int before =
        !request.turns().isEmpty() && request.turns().getFirst().role() == Turn.Role.SYSTEM ? 1 : 0;
    request
        .extras()
        .fields()
        .forEach((path, value) -> {
          Matcher place = PLACE.matcher(path);
          Matcher tool = TOOL.matcher(path);
          if (place.matches()) {
            String message = place.group(1);
            int turn = message == null ? 0 : before + Integer.parseInt(message);
            put(
                ofParts,
                new Place(turn, Integer.parseInt(place.group(2))),
                path,
                place.group(3),
                value);
          } else if (tool.matches()) {
            put(ofTools, Integer.parseInt(tool.group(1)), path, tool.group(2), value);
          }
        });
  }

  private static <K> void put(
      Map<K, Map<String, Field>> map, K key, String path, String name, JsonNode value) {
    map.computeIfAbsent(key, _ -> new LinkedHashMap<>()).put(name, new Field(path, name, value));
  }

  void restorePart(int turn, int part, ObjectNode block) {
    restore(ofParts.getOrDefault(new Place(turn, part), Map.of()), block);
  }

  void restoreTool(int tool, ObjectNode written) {
    restore(ofTools.getOrDefault(tool, Map.of()), written);
  }

  private void restore(Map<String, Field> fields, ObjectNode node) {
    fields
        .values()
        .forEach(field -> {
          node.set(field.name(), field.value());
          restored.add(field.path());
        });
  }

  /** Whether the field with this path stands where it stood. */
  boolean isRestored(String path) {
    return restored.contains(path);
  }
}
