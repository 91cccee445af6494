package dev.weir.dialects.text;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.Located.Items;
import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Text;
import java.util.List;

/** Where the texts of a stream's events are, in one dialect. */
abstract class EventTexts {

  final Pieces pieces;
  private final StreamRewriter rewriter;

  EventTexts(StreamRewriter rewriter) {
    this.rewriter = rewriter;
    this.pieces = new Pieces(rewriter);
  }

  static EventTexts of(DialectName dialect, StreamRewriter rewriter) {
    return switch (dialect) {
      case OPENAI_CHAT -> new ChatEvents(rewriter);
      case OPENAI_RESPONSES -> new ResponsesEvents(rewriter);
      case ANTHROPIC -> new AnthropicEvents(rewriter);
      case GEMINI -> new GeminiEvents(rewriter);
      case BEDROCK ->
          throw new IllegalArgumentException(
              "Bedrock's frames come from providers, not to callers");
    };
  }

  /** Reads an event; what it has as a whole is rewritten at once. */
  abstract void read(Members event, PartWalk whole, Edits edits);

  /** The name of an event of ours with this data; empty where the dialect has none. */
  String eventName(String data) {
    return "";
  }

  /** Takes an event and gives the data of those that go before it. */
  final List<String> take(Members event, Edits edits) {
    read(event, new PartWalk(rewriter::whole, edits), edits);
    return pieces.settle(edits);
  }

  /** All texts end. */
  final List<String> end() {
    pieces.close(_ -> true);
    return pieces.settle(new Edits());
  }

  static List<Located> items(Members from, String name) {
    return from.member(name).orElse(Located.NONE) instanceof Items(var items) ? items : List.of();
  }

  static Members object(Members from, String name) {
    return from.member(name).orElse(Located.NONE) instanceof Members it
        ? it
        : new Members(List.of());
  }

  /** A number as it is written; {@code otherwise} where there is none. */
  static String number(Members from, String name, String otherwise) {
    return from.member(name).orElse(Located.NONE) instanceof Located.Scalar it
            && !it.number().isEmpty()
        ? it.number()
        : otherwise;
  }

  static String quoted(String text) {
    return QuotedText.text(text);
  }

  static boolean isText(Members from, String name) {
    return from.member(name).orElse(Located.NONE) instanceof Text it && !it.text().isEmpty();
  }
}
