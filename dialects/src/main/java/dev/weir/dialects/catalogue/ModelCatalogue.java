package dev.weir.dialects.catalogue;

import dev.weir.dialects.canonical.DialectName;
import java.util.List;

/** How one dialect lists models. */
public sealed interface ModelCatalogue permits OpenAiModels, AnthropicModels, GeminiModels {

  /** For callers of this dialect; both of OpenAI's, and those without one, get OpenAI's list. */
  static ModelCatalogue of(DialectName dialect) {
    return switch (dialect) {
      case ANTHROPIC -> new AnthropicModels();
      case GEMINI -> new GeminiModels();
      case OPENAI_CHAT, OPENAI_RESPONSES, BEDROCK -> new OpenAiModels();
    };
  }

  /** The part of the list that is asked for; {@code models} are in the order of their ids. */
  byte[] list(List<ListedModel> models, PageAsked page);

  /** One of them. */
  byte[] one(ListedModel model);

  /** The models that follow this id, which itself need not be among them any more. */
  static List<ListedModel> after(List<ListedModel> models, String id) {
    return models.stream().filter(it -> it.id().compareTo(id) > 0).toList();
  }
}
