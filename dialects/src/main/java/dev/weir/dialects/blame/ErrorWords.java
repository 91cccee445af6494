package dev.weir.dialects.blame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** All texts of an error, in small letters and without addresses; of what is no JSON, itself. */
final class ErrorWords {

  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  private final List<String> texts = new ArrayList<>();

  static ErrorWords of(byte[] error) {
    ErrorWords words = new ErrorWords();
    Optional<JsonNode> tree =
        error.length == 0 ? Optional.empty() : Json.tree(error, 0, error.length);
    tree.ifPresentOrElse(words::gather, () -> words.add(new String(error, StandardCharsets.UTF_8)));
    return words;
  }

  private ErrorWords() {}

  private void gather(JsonNode node) {
    if (node.isTextual()) {
      add(node.textValue());
    } else {
      node.forEach(this::gather);
    }
  }

  private void add(String text) {
    texts.add(ADDRESS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(""));
  }

  /** Whether one text is one of these codes. */
  boolean haveAny(Set<String> codes) {
    return texts.stream().anyMatch(codes::contains);
  }

  boolean have(Pattern pattern) {
    return texts.stream().anyMatch(text -> pattern.matcher(text).find());
  }

  /** Whether the model is named, and not as a part of another word. */
  boolean name(String model) {
    if (model.isEmpty()) {
      return false;
    }
    Pattern name =
        Pattern.compile(
            "(?<![a-z0-9])" + Pattern.quote(model.toLowerCase(Locale.ROOT)) + "(?![a-z0-9])");
    return have(name);
  }
}
