package dev.weir.proxy.surface;

import dev.weir.dialects.embedding.EmbeddingAnswer;
import dev.weir.dialects.embedding.EmbeddingDialect;
import dev.weir.dialects.embedding.EmbeddingInputs;
import dev.weir.dialects.embedding.EmbeddingWriter;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Vectors of a provider, said as OpenAI's endpoint says them. */
final class EmbeddingDocument implements AnswerFlow {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EmbeddingDialect from;
  private final EmbeddingInputs inputs;
  private final String asked;
  private final boolean base64;
  private final HeldBytes held = new HeldBytes(WatchedDocument.BYTES_MAX);
  private Optional<EmbeddingAnswer> answer = Optional.empty();

  /** {@code asked}: the model as the caller named it. */
  EmbeddingDocument(EmbeddingDialect from, EmbeddingInputs inputs, String asked, boolean base64) {
    this.from = from;
    this.inputs = inputs;
    this.asked = asked;
    this.base64 = base64;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    held.add(bytes);
    return NOTHING;
  }

  /** As many vectors as texts: a caller puts them together by their places. */
  @Override
  public ByteBuffer finish() {
    answer = from.read(held.take()).filter(it -> it.vectors().size() == inputs.count());
    return answer
        .map(it ->
            ByteBuffer.wrap(
                EmbeddingWriter.write(it, asked, it.inputTokens().orElse(inputs.tokens()), base64)))
        .orElse(NOTHING);
  }

  @Override
  public boolean isBroken() {
    return held.areTooMany();
  }

  @Override
  public boolean isWhole() {
    return answer.isPresent();
  }

  @Override
  public boolean isEstimated() {
    return answer.isPresent() && answer.get().inputTokens().isEmpty();
  }

  @Override
  public Optional<String> contentType() {
    return Optional.of("application/json");
  }

  @Override
  public AnswerFacts facts() {
    if (answer.isEmpty() || answer.get().inputTokens().isEmpty()) {
      return AnswerFacts.NOTHING;
    }
    TokenCounts counts = TokenCounts.of(answer.get().inputTokens().getAsLong(), 0);
    return new AnswerFacts("", "", "", Optional.of(counts), 0, false);
  }
}
