package dev.weir.dialects.openai;

import dev.weir.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The bodies of OpenAI's model endpoints. */
public final class ModelCatalogue {

  private ModelCatalogue() {}

  /** A model as callers name it, and who serves it. */
  public record Model(String id, String ownedBy) {}

  /** {@code GET /v1/models}. */
  public static byte[] list(List<Model> models) {
    return models.stream()
        .map(ModelCatalogue::json)
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** {@code GET /v1/models/{id}}. */
  public static byte[] one(Model model) {
    return json(model).getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Model model) {
    return "{\"id\":"
        + quoted(model.id)
        + ",\"object\":\"model\",\"created\":0,\"owned_by\":"
        + quoted(model.ownedBy)
        + "}";
  }

  private static String quoted(String text) {
    return new String(Json.quoted(text), StandardCharsets.UTF_8);
  }
}
