package dev.weir.dialects.text;

import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Text;

/**
 * Events of Messages. A text ends with its block. Thinking is left as it is: it is signed, and the
 * caller has to send it back unaltered.
 */
final class AnthropicEvents extends EventTexts {

  AnthropicEvents(StreamRewriter rewriter) {
    super(rewriter);
  }

  @Override
  String eventName(String data) {
    return "content_block_delta";
  }

  @Override
  void read(Members event, PartWalk whole, Edits edits) {
    String index = number(event, "index", "0");
    switch (event.text("type")) {
      case "content_block_start" -> start(index, object(event, "content_block"), whole);
      case "content_block_delta" -> delta(index, object(event, "delta"), whole);
      case "content_block_stop" -> pieces.close(index::equals);
      case "message_delta", "message_stop" -> pieces.close(_ -> true);
      case "error" -> {
        pieces.close(_ -> true);
        whole.parts(object(event, "error"), TextSource.ASSISTANT);
      }
      default -> {}
    }
  }

  private void start(String index, Members block, PartWalk whole) {
    if (block.text("type").equals("text")) {
      piece(index, block, "text", "text_delta", TextForm.PLAIN);
    } else {
      whole.parts(block, TextSource.ASSISTANT);
    }
  }

  private void delta(String index, Members delta, PartWalk whole) {
    switch (delta.text("type")) {
      case "text_delta" -> piece(index, delta, "text", "text_delta", TextForm.PLAIN);
      case "input_json_delta" ->
          piece(index, delta, "partial_json", "input_json_delta", TextForm.JSON);
      case "citations_delta" -> whole.parts(object(delta, "citation"), TextSource.ASSISTANT);
      default -> {}
    }
  }

  private void piece(String index, Members in, String name, String type, TextForm form) {
    if (in.member(name).orElse(Located.NONE) instanceof Text text) {
      pieces.piece(
          index,
          text,
          form,
          rest ->
              "{\"type\":\"content_block_delta\",\"index\":"
                  + index
                  + ",\"delta\":{\"type\":\""
                  + type
                  + "\",\""
                  + name
                  + "\":"
                  + quoted(rest)
                  + "}}");
    }
  }
}
