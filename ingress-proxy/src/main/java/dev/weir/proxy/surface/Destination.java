package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.CanonicalRequest;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.embedding.EmbeddingService;
import dev.weir.dialects.openai.OpenAiModel;
import java.util.Set;

/**
 * Where a request goes, as far as its shape depends on it.
 *
 * @param spoken the dialects that the provider speaks itself
 * @param main what others are translated to
 * @param embeddings what it has for a request for embeddings
 * @param counts who counts the tokens of a request before it is made
 * @param model as the provider names it
 */
public record Destination(
    Set<DialectName> spoken,
    Dialect main,
    EmbeddingService embeddings,
    CountService counts,
    String model,
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
            && mayRefuseFunctions()
            && OpenAiModel.of(model)
                .refusesInChat(request.hasFunctions(), request.reasoning().asEffort()));
  }

  /** Whether Responses has functions that Chat refuses. */
  boolean mayRefuseFunctions() {
    return main.name() == DialectName.OPENAI_RESPONSES;
  }

  /** For the writer of the answer to what the caller asked. */
  AnswerContext context(CanonicalRequest asked) {
    return new AnswerContext(
        requestId, asked.model(), asked.streamUsage(), nowSeconds, asked.singleCall());
  }
}
