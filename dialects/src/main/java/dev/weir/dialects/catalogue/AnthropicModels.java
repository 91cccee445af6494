package dev.weir.dialects.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.catalogue.ListedModel.Ability;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code GET /v1/models} of Anthropic (platform.claude.com/docs/en/api/models-list), in pages by
 * {@code limit}, {@code after_id} and {@code before_id}.
 */
final class AnthropicModels implements ModelCatalogue {

  private static final int PAGE_MODELS = 20;
  private static final int PAGE_MODELS_MAX = 1_000;

  @Override
  public byte[] list(List<ListedModel> models, PageAsked page) {
    int limit = page.size("limit", PAGE_MODELS, PAGE_MODELS_MAX);
    Optional<String> before = page.parameter("before_id");
    List<ListedModel> rest =
        before.isPresent()
            ? models.stream().filter(it -> it.id().compareTo(before.get()) < 0).toList()
            : page.parameter("after_id").map(id -> ModelCatalogue.after(models, id)).orElse(models);
    int size = Math.min(limit, rest.size());
    List<ListedModel> part =
        before.isPresent() ? rest.subList(rest.size() - size, rest.size()) : rest.subList(0, size);
    ObjectNode root = Json.newObject();
    ArrayNode data = root.putArray("data");
    part.forEach(model -> data.add(tree(model)));
    root.put("has_more", part.size() < rest.size());
    root.put("first_id", part.isEmpty() ? null : part.getFirst().id());
    root.put("last_id", part.isEmpty() ? null : part.getLast().id());
    return Json.bytes(root);
  }

  @Override
  public byte[] one(ListedModel model) {
    return Json.bytes(tree(model));
  }

  private static ObjectNode tree(ListedModel model) {
    ObjectNode root = Json.newObject();
    root.put("type", "model").put("id", model.id()).put("display_name", model.id());
    root.put("created_at", "1970-01-01T00:00:00Z").put("lifecycle", "active");
    model.contextTokens().ifPresent(it -> root.put("max_input_tokens", it));
    model.maxOutputTokens().ifPresent(it -> root.put("max_tokens", it));
    model
        .capabilities()
        .ifPresent(all -> {
          ObjectNode known = root.putObject("capabilities");
          supported(known, "image_input", all, Ability.IMAGES);
          supported(known, "pdf_input", all, Ability.DOCUMENTS);
          supported(known, "structured_outputs", all, Ability.STRUCTURED_OUTPUT);
          supported(known, "thinking", all, Ability.REASONING);
        });
    return root;
  }

  private static void supported(ObjectNode known, String name, Set<Ability> all, Ability ability) {
    known.putObject(name).put("supported", all.contains(ability));
  }
}
