package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Reasoning.Effort;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.embedding.EmbeddingService;
import dev.weir.dialects.openai.ChatRequest;
import dev.weir.dialects.openai.OpenAiModel;
import java.util.Optional;
import java.util.Set;

/**
 * Where a request goes, as far as its shape depends on it.
 *
 * @param spoken the dialects that the provider speaks itself
 * @param main what others are translated to
 * @param embeddings what it has for a request for embeddings
 * @param counts who counts the tokens of a request before it is made
 * @param model as the provider names it
 * @param openAi what it takes, where that name is one of OpenAI's
 */
public record Destination(
    Set<DialectName> spoken,
    Dialect main,
    EmbeddingService embeddings,
    CountService counts,
    String model,
    OpenAiModel openAi,
    String requestId,
    long nowSeconds) {

  public Destination {
    spoken = Set.copyOf(spoken);
  }

  boolean speaks(DialectName dialect) {
    return spoken.contains(dialect);
  }

  /** Whether it takes the request as it is: Chat, not functions that Responses alone has. */
  boolean takes(CanonicalRequest request) {
    return speaks(request.from())
        && !(request.from() == DialectName.OPENAI_CHAT
            && refusesInChat(request.hasFunctions(), request.reasoning().asEffort()));
  }

  /** The same of a request of Chat that was not read whole. */
  boolean takes(ChatRequest.Asks asks) {
    return speaks(DialectName.OPENAI_CHAT) && !refusesInChat(asks.functions(), asks.effort());
  }

  /** Whether Responses has what Chat refuses. */
  private boolean refusesInChat(boolean functions, Optional<Effort> effort) {
    return main.name() == DialectName.OPENAI_RESPONSES && openAi.refusesInChat(functions, effort);
  }

  /** For the writer of the answer to what the caller asked. */
  AnswerContext context(CanonicalRequest asked) {
    return new AnswerContext(
        requestId, asked.model(), asked.streamUsage(), nowSeconds, asked.singleCall());
  }
}
