package dev.weir.dialects.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /v1/models} and {@code /v1/models/{id}} of OpenAI, which has no pages and no
 * capabilities: what is known of a model stands under {@code weir}.
 */
final class OpenAiModels implements ModelCatalogue {

  @Override
  public byte[] list(List<ListedModel> models, PageAsked page) {
    ObjectNode root = Json.newObject().put("object", "list");
    ArrayNode data = root.putArray("data");
    models.forEach(model -> data.add(tree(model)));
    return Json.bytes(root);
  }

  @Override
  public byte[] one(ListedModel model) {
    return Json.bytes(tree(model));
  }

  private static ObjectNode tree(ListedModel model) {
    ObjectNode root = Json.newObject();
    root.put("id", model.id()).put("object", "model").put("created", 0);
    root.put("owned_by", model.ownedBy());
    ObjectNode known = Json.newObject();
    model.contextTokens().ifPresent(it -> known.put("context_tokens", it));
    model.maxOutputTokens().ifPresent(it -> known.put("max_output_tokens", it));
    model
        .capabilities()
        .ifPresent(all -> {
          ArrayNode names = known.putArray("capabilities");
          all.stream()
              .sorted()
              .map(each -> each.name().toLowerCase(Locale.ROOT))
              .forEach(names::add);
        });
    if (!known.isEmpty()) {
      root.set("weir", known);
    }
    return root;
  }
}
