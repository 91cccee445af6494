package dev.weir.proxy.surface;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.AnswerTranslation;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.FinishReason;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.openai.AnswerFacts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one dialect, writes another. */
final class TranslatedAnswer implements AnswerFlow {

  /**
   * What a document gathers, and what writers hold of calls and thoughts, grows with the answer; no
   * model writes as much.
   */
  private static final int EVENTS_MAX = 1_000_000;

  private static final long CHARACTERS_MAX = 32L * 1024 * 1024;

  private static final AnswerEvent.Failed TOO_LONG =
      new AnswerEvent.Failed(ErrorKind.TRUNCATED, "The provider's answer is too long.");

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final StreamReader reader;
  private final AnswerTranslation translation;
  private final Dialect to;
  private final AnswerContext context;
  private final Optional<EndingWriter> writer;
  private final FactsCollector facts = new FactsCollector();

  /** For a document, which needs all of them. */
  private final List<AnswerEvent> events = new ArrayList<>();

  private int taken;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  TranslatedAnswer(
      StreamReader reader,
      AnswerTranslation translation,
      Dialect to,
      boolean stream,
      AnswerContext context) {
    this.reader = reader;
    this.translation = translation;
    this.to = to;
    this.context = context;
    this.writer =
        stream ? Optional.of(new EndingWriter(to.streamWriter(context))) : Optional.empty();
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    int from = bytes.arrayOffset() + bytes.position();
    reader.accept(bytes.array(), from, from + bytes.remaining(), this::take);
    return written();
  }

  private void take(AnswerEvent read) {
    if (read instanceof AnswerEvent.Finished it && it.reason() == FinishReason.ERROR) {
      facts.fails(it.dialectReason());
    }
    translation.of(read).forEach(this::pass);
  }

  private void pass(AnswerEvent event) {
    if (facts.hasFailed()) {
      return;
    }
    facts.take(event);
    taken++;
    if (taken > EVENTS_MAX || facts.textCharacters() > CHARACTERS_MAX) {
      facts.take(TOO_LONG);
    } else if (writer.isEmpty()) {
      events.add(event);
    } else if (!(event instanceof AnswerEvent.Failed)) {
      // A failure is told by the relay, which knows whether anything went out before.
      out.writeBytes(writer.get().write(event));
    }
  }

  private ByteBuffer written() {
    if (out.size() == 0) {
      return NOTHING;
    }
    ByteBuffer written = ByteBuffer.wrap(out.toByteArray());
    out.reset();
    return written;
  }

  @Override
  public ByteBuffer finish() {
    reader.end(this::take);
    translation.end().ifPresent(this::pass);
    if (facts.hasFailed()) {
      return NOTHING;
    }
    if (writer.isEmpty()) {
      return ByteBuffer.wrap(to.writeDocument(events, context));
    }
    out.writeBytes(writer.get().end());
    return written();
  }

  @Override
  public long gatheredCharacters() {
    return facts.textCharacters();
  }

  @Override
  public boolean isBroken() {
    return facts.hasFailed();
  }

  @Override
  public Optional<AnswerEvent.Failed> failure() {
    return facts.failure();
  }

  @Override
  public boolean isDone() {
    return facts.isFinished();
  }

  @Override
  public boolean isWhole() {
    return facts.isFinished() && !facts.hasFailed();
  }

  @Override
  public Optional<ByteBuffer> cutShort() {
    return writer.filter(_ -> !facts.hasFailed() && !facts.isFinished()).map(EndingWriter::cut);
  }

  @Override
  public boolean isStream() {
    return writer.isPresent();
  }

  @Override
  public Optional<String> contentType() {
    return Optional.of(writer.isPresent() ? to.streamFormat().mediaType() : "application/json");
  }

  @Override
  public AnswerFacts facts() {
    return facts.facts(reader.waitingReason()).withDropped(translation.dropped());
  }
}
