package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.openai.AnswerFacts;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/** A provider's count of tokens, which is no usage: nothing was spent. */
final class CountDocument implements AnswerFlow {

  private static final int BYTES_MAX = 64 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final CountService from;
  private final DialectName to;
  private final boolean passes;
  private final HeldBytes held = new HeldBytes(BYTES_MAX);
  private OptionalLong count = OptionalLong.empty();

  CountDocument(CountService from, DialectName to, boolean passes) {
    this.from = from;
    this.to = to;
    this.passes = passes;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    held.add(bytes);
    return NOTHING;
  }

  @Override
  public ByteBuffer finish() {
    byte[] document = held.take();
    count = from.readReply(document);
    if (count.isEmpty()) {
      return NOTHING;
    }
    return ByteBuffer.wrap(passes ? document : CountAsk.reply(to, count.getAsLong()));
  }

  @Override
  public boolean isBroken() {
    return held.areTooMany();
  }

  @Override
  public boolean isWhole() {
    return count.isPresent();
  }

  @Override
  public Optional<String> contentType() {
    return passes ? Optional.empty() : Optional.of("application/json");
  }

  @Override
  public AnswerFacts facts() {
    return AnswerFacts.NOTHING;
  }
}
