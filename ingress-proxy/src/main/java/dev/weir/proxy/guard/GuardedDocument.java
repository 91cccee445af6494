package dev.weir.proxy.guard;

import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.text.MemberNames;
import dev.weir.governance.guard.Inspection;
import dev.weir.governance.guard.JsonPlace;
import dev.weir.governance.guard.TextMasker;
import dev.weir.proxy.surface.AnswerFlow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer in one piece: held until it is whole, looked at, and then passed with its bytes as they
 * came but for what is masked, or not at all. One beyond {@value #BYTES_MAX} bytes, or for which
 * there is no {@link HeldRoom}, is not held: no guard has read it, and it passes unless one fails
 * closed.
 */
final class GuardedDocument extends GuardedFlow {

  static final int BYTES_MAX = 16 * 1024 * 1024;

  private final AnswerGuards guards;
  private final Dialect spoken;
  private ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
  private long taken;
  private long claimed;
  private boolean passing;

  GuardedDocument(AnswerFlow inner, AnswerGuards guards, Dialect spoken) {
    super(inner, guards);
    this.guards = guards;
    this.spoken = spoken;
  }

  @Override
  public ByteBuffer accept(ByteBuffer bytes) {
    // The flow within may hold it all until the end: it is what comes that needs room.
    int more = bytes.remaining();
    ByteBuffer out = inner().accept(bytes);
    taken += more;
    if (passing) {
      inspection().unread(more);
      return out;
    }
    boolean room = guards.held().claim(more);
    claimed += room ? more : 0;
    hold(out);
    if (room && taken <= BYTES_MAX) {
      return NOTHING;
    }
    inspection().unread(taken);
    if (isBlocked()) {
      release();
      return NOTHING;
    }
    passing = true;
    return release();
  }

  @Override
  public long heldBytes() {
    return passing ? 0 : taken;
  }

  private void hold(ByteBuffer out) {
    held.write(out.array(), out.arrayOffset() + out.position(), out.remaining());
  }

  private ByteBuffer release() {
    ByteBuffer all = ByteBuffer.wrap(held.toByteArray());
    held = new ByteArrayOutputStream(0);
    guards.held().release(claimed);
    claimed = 0;
    return all;
  }

  @Override
  public ByteBuffer finish() {
    ByteBuffer rest = inner().finish();
    if (passing || inner().isBroken() || !inner().isWhole()) {
      return rest;
    }
    hold(rest);
    // It has its room until the exchange ends: the document and its copies are still held.
    byte[] document = held.toByteArray();
    held = new ByteArrayOutputStream(0);
    ByteBuffer out = looked(document);
    return isBlocked() ? NOTHING : out;
  }

  private ByteBuffer looked(byte[] document) {
    BodyTexts texts = BodyTexts.of(document, document.length).orElse(null);
    if (texts == null) {
      inspection().unread(document.length);
      return ByteBuffer.wrap(document);
    }
    boolean compares = inspection().wantsConformity() && guards.schema().isPresent();
    if (compares || inspection().wantsCalls()) {
      read(document, compares);
    }
    Map<Integer, String> others = look(texts, inspection(), guards.masker(), false, Origins.UNTOLD);
    return ByteBuffer.wrap(
        others.isEmpty() ? document : texts.exchanged(document, document.length, others));
  }

  /**
   * Looks at all texts; gives those that are masked, by their number.
   *
   * @param literals whether texts without a finding may hold what would be taken for a placeholder
   * @param origins who said them
   */
  static Map<Integer, String> look(
      BodyTexts texts,
      Inspection inspection,
      TextMasker masker,
      boolean literals,
      Origins origins) {
    Map<Integer, String> others = new HashMap<>();
    Map<String, List<Inspection.Masked>> names = new HashMap<>();
    for (int i = 0; i < texts.pieces().size(); i++) {
      BodyTexts.Piece piece = texts.pieces().get(i);
      // The rows of a table have the same names: each is looked at once.
      List<Inspection.Masked> masked =
          piece.form() == BodyTexts.Form.NAME
              ? names.computeIfAbsent(piece.text(), _ -> look(piece, inspection, origins))
              : look(piece, inspection, origins);
      if (masked.isEmpty() && !literals) {
        continue;
      }
      String text = piece.text();
      String other =
          switch (piece.form()) {
            case PLAIN -> masker.mask(text, masked);
            case JSON -> masker.mask(text, masked, new JsonPlace());
            case NAME -> masker.maskName(text, masked);
            case SIGNED -> text;
          };
      if (!other.equals(text)) {
        others.put(i, other);
      }
    }
    inspection.media(texts.mediaBytes());
    return others;
  }

  private static List<Inspection.Masked> look(
      BodyTexts.Piece piece, Inspection inspection, Origins origins) {
    String text = piece.text();
    return piece.form() == BodyTexts.Form.NAME
        ? inspection.lookAtName(text, MemberNames.mayInstruct(text), origins.of(text))
        : inspection.look(piece.before(), text, piece.after(), origins.of(text));
  }

  private void read(byte[] document, boolean compares) {
    if (guards.isPassage()) {
      inspection().callsUnread(document.length);
      return;
    }
    AnswerText text = new AnswerText();
    for (AnswerEvent event : spoken.readDocument(document)) {
      text.take(event);
      Delta.called(event).ifPresent(inspection()::calls);
      if (event instanceof AnswerEvent.Failed) {
        inspection().callsUnread(document.length);
      }
    }
    if (compares) {
      text.compare(guards, inspection());
    }
  }
}
