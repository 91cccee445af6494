package dev.weir.proxy.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dialects.canonical.AnswerContext;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.ErrorKind;
import dev.weir.dialects.canonical.StreamReader;
import dev.weir.dialects.json.Json;
import dev.weir.proxy.surface.AnswerFlow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is looked at on its way. Where nothing is masked its bytes pass as they came, after
 * they were looked at together with what passed before them; where something may be, it is written
 * anew, and the end of each text is held back until it is clear that nothing begins in it. What is
 * blocked does not pass, and nothing after it.
 */
final class GuardedStream extends GuardedFlow {

  private static final String SOUND = "audio";

  /** Texts that are open at once; no answer has as many. */
  private static final int TEXTS_MAX = 256;

  private final AnswerGuards guards;
  private final StreamReader reader;
  private final @Nullable MaskedWriter writer;
  private final AnswerText whole = new AnswerText();
  private final boolean comparesWhole;
  private final Map<String, TextWindow> windows = new LinkedHashMap<>();
  private boolean finished;

  GuardedStream(AnswerFlow inner, AnswerGuards guards, Dialect spoken) {
    super(inner, guards);
    this.guards = guards;
    this.reader = spoken.streamReader();
    // The usage stands in what passes where the caller asked for it, and only there.
    AnswerContext context =
        new AnswerContext(guards.requestId(), "", true, 0, guards.isOfSingleCall());
    this.writer =
        inspection().masks()
            ? new MaskedWriter(spoken.streamWriter(context), inspection(), guards.masker())
            : null;
    this.comparesWhole = inspection().wantsConformity() && guards.schema().isPresent();
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    return looked(inner().accept(bytes));
  }

  private ByteBuffer looked(ByteBuffer out) {
    if (!out.hasRemaining()) {
      return out;
    }
    int from = out.arrayOffset() + out.position();
    reader.accept(out.array(), from, from + out.remaining(), this::take);
    windows.values().forEach(each -> each.look(inspection()));
    if (isBlocked()) {
      return NOTHING;
    }
    return writer == null ? out : writer.written();
  }

  private void take(AnswerEvent read) {
    AnswerEvent event = read instanceof AnswerEvent.Foreign it ? looked(it) : read;
    if (event instanceof AnswerEvent.Failed failed && failed.kind() == ErrorKind.TRUNCATED) {
      return;
    }
    if (comparesWhole) {
      whole.take(event);
    }
    Delta.called(event).ifPresent(inspection()::calls);
    if (writer != null) {
      writer.take(event);
    } else {
      Delta.of(event).ifPresent(delta -> window(delta.place()).add(delta.text()));
    }
  }

  /** What only the dialect has may repeat the text, or hold what a tool of the provider's found. */
  private AnswerEvent looked(AnswerEvent.Foreign it) {
    byte[] json = Json.bytes(it.json());
    if (it.dialect() == DialectName.OPENAI_CHAT && it.type().equals(SOUND)) {
      // Pieces of base64, of which none says what it is.
      inspection().media(json.length);
      return it;
    }
    BodyTexts texts = BodyTexts.of(json, json.length).orElse(null);
    if (texts == null) {
      inspection().unread(json.length);
      return it;
    }
    Map<Integer, String> others =
        GuardedDocument.look(texts, inspection(), guards.masker(), false, Origins.UNTOLD);
    return others.isEmpty()
        ? it
        : Json.tree(new String(texts.exchanged(json, json.length, others), UTF_8))
            .<AnswerEvent>map(
                other -> new AnswerEvent.Foreign(it.choice(), it.dialect(), it.type(), other))
            .orElse(it);
  }

  @Override
  public long gatheredCharacters() {
    return writer == null && !comparesWhole
        ? super.gatheredCharacters()
        : inner().facts().textCharacters();
  }

  private TextWindow window(String place) {
    if (windows.size() >= TEXTS_MAX && !windows.containsKey(place)) {
      var eldest = windows.entrySet().iterator();
      eldest.next().getValue().end(inspection());
      eldest.remove();
    }
    return windows.computeIfAbsent(place, _ -> new TextWindow());
  }

  @Override
  public ByteBuffer finish() {
    ByteBuffer rest = inner().finish();
    if (finished || blocked().isPresent()) {
      return NOTHING;
    }
    finished = true;
    ByteBuffer out = looked(rest);
    reader.end(this::take);
    if (writer != null) {
      writer.end(inner().isWhole() && !inner().tellsFailure());
    }
    windows.values().forEach(each -> each.end(inspection()));
    if (comparesWhole && inner().isWhole()) {
      whole.compare(guards, inspection());
    }
    if (isBlocked()) {
      return NOTHING;
    }
    return writer == null ? out : joined(out, writer.written());
  }

  @Override
  public Optional<ByteBuffer> cutShort() {
    Optional<ByteBuffer> end = super.cutShort();
    if (writer == null || end.isEmpty()) {
      return end;
    }
    finished = true;
    writer.end(false);
    return isBlocked() ? Optional.empty() : Optional.of(joined(writer.written(), end.get()));
  }

  private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(first.remaining() + second.remaining());
    both.write(first.array(), first.arrayOffset() + first.position(), first.remaining());
    both.write(second.array(), second.arrayOffset() + second.position(), second.remaining());
    return ByteBuffer.wrap(both.toByteArray());
  }
}
