package dev.weir.dialects.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dialects.canonical.AnswerEvent;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.canonical.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a reasoning item carries so that it comes back: its {@code id} and its {@code
 * encrypted_content}.
 *
 * <p>OpenAI's own proof is one signature to other dialects, the id and the content with a colon
 * between them: OpenAI refuses content under another id than the one it was encrypted for. The
 * content is empty where the caller did not ask for it; the id then refers to what OpenAI stored.
 *
 * <p>What other dialects want back travels as {@code encrypted_content} of the form {@code
 * weir:DIALECT:KIND:DATA}, which no provider ever sees: a request's writer leaves it out, and its
 * reader makes of it what it was. {@code KIND} is {@code signature} (of the summary beside it),
 * {@code hidden} (thinking without words) or {@code call} (of the function call that follows).
 *
 * @param kind empty for OpenAI's own
 */
record ReasoningProof(Optional<Kind> kind, DialectName dialect, String data) {

  /** Begins the id of an item that OpenAI does not know, so that it never goes there. */
  static final String OUR_ID = "rs_weir";

  private static final String PREFIX = "weir:";

  enum Kind {
    SIGNATURE,
    HIDDEN,
    CALL;

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The proof of an item, if it has any. */
  static Optional<ReasoningProof> of(String id, String encrypted) {
    if (encrypted.startsWith(PREFIX)) {
      String[] parts = encrypted.split(":", 4);
      Optional<DialectName> dialect =
          parts.length < 4 ? Optional.empty() : DialectName.of(parts[1]);
      for (Kind each : Kind.values()) {
        if (dialect.isPresent() && each.text().equals(parts[2])) {
          return Optional.of(new ReasoningProof(Optional.of(each), dialect.get(), parts[3]));
        }
      }
    }
    String known = id.startsWith(OUR_ID) ? "" : id;
    return known.isEmpty() && encrypted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReasoningProof(
                Optional.empty(), DialectName.OPENAI_RESPONSES, known + ":" + encrypted));
  }

  /** The proof that a signature or hidden thinking is. */
  static ReasoningProof of(Kind kind, DialectName dialect, String data) {
    return dialect == DialectName.OPENAI_RESPONSES
        ? new ReasoningProof(Optional.empty(), dialect, data)
        : new ReasoningProof(Optional.of(kind), dialect, data);
  }

  boolean isOfCall() {
    return kind.isPresent() && kind.get() == Kind.CALL;
  }

  /** The parts that an item with this text is; the signature of a call is none of them. */
  static List<Part> parts(String text, Optional<ReasoningProof> proof) {
    List<Part> parts = new ArrayList<>();
    boolean signed = proof.isPresent() && proof.get().signs(!text.isEmpty());
    if (!text.isEmpty() || signed) {
      parts.add(
          new Part.Thinking(
              text,
              signed ? proof.map(ReasoningProof::data) : Optional.empty(),
              signed ? proof.get().dialect : DialectName.OPENAI_RESPONSES));
    }
    if (proof.isPresent() && !signed && !proof.get().isOfCall()) {
      parts.add(new Part.HiddenThinking(proof.get().data, proof.get().dialect));
    }
    return parts;
  }

  /** The same as the end of a block whose text, if it has any, is told already. */
  void events(boolean hasText, Consumer<AnswerEvent> sink) {
    if (signs(hasText)) {
      sink.accept(new AnswerEvent.ThinkingSignature(0, data, dialect));
    } else if (!isOfCall()) {
      sink.accept(new AnswerEvent.HiddenThinking(0, data, dialect));
    }
  }

  private boolean signs(boolean hasText) {
    return kind.isEmpty() ? hasText : kind.get() == Kind.SIGNATURE;
  }

  /** The item's id that OpenAI gave; empty where there is none. */
  String id() {
    int colon = kind.isPresent() ? -1 : data.indexOf(':');
    return colon < 0 ? "" : data.substring(0, colon);
  }

  /** As it stands in {@code encrypted_content}; maybe empty. */
  String encrypted() {
    if (kind.isPresent()) {
      return PREFIX + dialect.text() + ":" + kind.get().text() + ":" + data;
    }
    // A signature that was not made here has no id: neither does the encrypted content's alphabet
    // have a colon.
    return data.substring(data.indexOf(':') + 1);
  }

  /** Fills in an item. */
  void write(ObjectNode item) {
    if (!id().isEmpty()) {
      item.put("id", id());
    }
    if (!encrypted().isEmpty()) {
      item.put("encrypted_content", encrypted());
    }
  }
}
