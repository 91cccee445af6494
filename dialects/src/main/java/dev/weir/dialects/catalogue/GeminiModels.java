package dev.weir.dialects.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.catalogue.ListedModel.Ability;
import dev.weir.dialects.json.Json;
import java.util.List;

/**
 * {@code GET /v1beta/models} of Gemini (ai.google.dev/api/models), in pages by {@code pageSize} and
 * {@code pageToken}, which is the last id of the page before.
 */
final class GeminiModels implements ModelCatalogue {

  private static final int PAGE_MODELS = 50;
  private static final int PAGE_MODELS_MAX = 1_000;

  @Override
  public byte[] list(List<ListedModel> models, PageAsked page) {
    List<ListedModel> rest =
        page.parameter("pageToken").map(id -> ModelCatalogue.after(models, id)).orElse(models);
    int size = Math.min(page.size("pageSize", PAGE_MODELS, PAGE_MODELS_MAX), rest.size());
    ObjectNode root = Json.newObject();
    ArrayNode data = root.putArray("models");
    rest.subList(0, size).forEach(model -> data.add(tree(model)));
    if (size < rest.size()) {
      root.put("nextPageToken", rest.get(size - 1).id());
    }
    return Json.bytes(root);
  }

  @Override
  public byte[] one(ListedModel model) {
    return Json.bytes(tree(model));
  }

  private static ObjectNode tree(ListedModel model) {
    ObjectNode root = Json.newObject();
    root.put("name", "models/" + model.id()).put("displayName", model.id());
    model.contextTokens().ifPresent(it -> root.put("inputTokenLimit", it));
    model.maxOutputTokens().ifPresent(it -> root.put("outputTokenLimit", it));
    root.putArray("supportedGenerationMethods")
        .add("generateContent")
        .add("streamGenerateContent")
        .add("countTokens");
    model.capabilities().ifPresent(all -> root.put("thinking", all.contains(Ability.REASONING)));
    return root;
  }
}
