package dev.weir.proxy.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.dialects.passage.PassedUsage;
import dev.weir.dialects.sse.SseReader;
import dev.weir.dialects.usage.TokenCounts;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Looks for usage in an answer that passes by. */
sealed interface UsageWatch {

  /** States of a batch or an answer in the background that still counts. */
  Set<String> UNFINISHED =
      Set.of("validating", "queued", "in_progress", "finalizing", "cancelling");

  /** Takes bytes, backed by an array, and leaves them as they are. */
  void accept(ByteBuffer bytes);

  void end();

  AnswerFacts facts();

  /** What is neither JSON nor events says nothing of usage. */
  record Nowhere() implements UsageWatch {

    @Override
    public void accept(ByteBuffer bytes) {}

    @Override
    public void end() {}

    @Override
    public AnswerFacts facts() {
      return AnswerFacts.NOTHING;
    }
  }

  /** One JSON document; of one that is too long to be held nothing is known. */
  final class InDocument implements UsageWatch {

    private final HeldBytes held = new HeldBytes(WatchedDocument.BYTES_MAX);
    private final BooleanSupplier isCharged;
    private AnswerFacts facts = AnswerFacts.NOTHING;

    /**
     * Of one document.
     *
     * @param isCharged asked once, where there is usage
     */
    InDocument(BooleanSupplier isCharged) {
      this.isCharged = isCharged;
    }

    @Override
    public void accept(ByteBuffer bytes) {
      held.add(bytes.duplicate());
    }

    @Override
    public void end() {
      byte[] document = held.take();
      facts =
          Json.tree(document, 0, document.length)
              .map(UsageWatch::of)
              .map(it ->
                  it.counts().isEmpty() || isCharged.getAsBoolean()
                      ? it
                      : it.withCounts(Optional.empty()))
              .orElse(facts);
    }

    @Override
    public AnswerFacts facts() {
      return facts;
    }
  }

  /** Events: the last usage counts. */
  final class InStream implements UsageWatch {

    private static final byte[] NAME = {'"', 'u', 's', 'a', 'g', 'e'};

    private final SseReader reader = new SseReader();
    private AnswerFacts facts = AnswerFacts.NOTHING;

    @Override
    public void accept(ByteBuffer bytes) {
      int from = bytes.arrayOffset() + bytes.position();
      var _ = reader.accept(bytes.array(), from, from + bytes.remaining(), this::event);
    }

    @Override
    public void end() {
      reader.end(this::event);
    }

    private void event(byte[] bytes, int from, int to) {
      if (names(bytes, from, to)) {
        Json.tree(bytes, from, to)
            .map(UsageWatch::of)
            .filter(it -> it.counts().isPresent())
            .ifPresent(it -> facts = after(facts, it));
      }
    }

    /** Whether it is worth a tree. */
    private static boolean names(byte[] bytes, int from, int to) {
      outer:
      for (int at = from; at + NAME.length <= to; at++) {
        for (int i = 0; i < NAME.length; i++) {
          if (bytes[at + i] != NAME[i]) {
            continue outer;
          }
        }
        return true;
      }
      return false;
    }

    @Override
    public AnswerFacts facts() {
      return facts;
    }
  }

  /** Anthropic says the tier where a stream begins and the counts where it ends. */
  private static AnswerFacts after(AnswerFacts before, AnswerFacts last) {
    return last.serviceTier().isEmpty()
        ? new AnswerFacts(
            last.model(),
            before.serviceTier(),
            last.finishReason(),
            last.counts(),
            last.textCharacters(),
            last.error())
        : last;
  }

  private static AnswerFacts of(JsonNode root) {
    Optional<TokenCounts> counts =
        UNFINISHED.contains(root.path("status").asText(""))
            ? Optional.empty()
            : PassedUsage.of(root);
    String model = root.path("model").asText("");
    return new AnswerFacts(
        model.length() > Ask.MODEL_CHARACTERS_MAX ? "" : model,
        PassedUsage.serviceTier(root),
        "",
        counts,
        0,
        false);
  }
}
