package dev.weir.dialects.text;

import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Text;

/**
 * Parts of answers of {@code streamGenerateContent}. A text ends with a part of another kind, or
 * with the candidate's finish reason.
 */
final class GeminiEvents extends EventTexts {

  GeminiEvents(StreamRewriter rewriter) {
    super(rewriter);
  }

  @Override
  void read(Members event, PartWalk whole, Edits edits) {
    event.member("error").ifPresent(it -> whole.parts(it, TextSource.ASSISTANT));
    for (Located each : items(event, "candidates")) {
      if (each instanceof Members candidate) {
        String index = number(candidate, "index", "0");
        for (Located part : items(object(candidate, "content"), "parts")) {
          if (part instanceof Members it) {
            part(index, it, whole);
          }
        }
        if (isText(candidate, "finishReason")) {
          pieces.close(key -> key.startsWith(index + "/"));
        }
      }
    }
  }

  private void part(String index, Members part, PartWalk whole) {
    if (!(part.member("text").orElse(Located.NONE) instanceof Text text)) {
      pieces.close(key -> key.startsWith(index + "/"));
      whole.parts(part, TextSource.ASSISTANT);
      return;
    }
    boolean thought =
        part.member("thought").orElse(Located.NONE) instanceof Located.Scalar it
            && it.to() - it.from() == "true".length();
    String own = index + (thought ? "/thought" : "/text");
    if (!text.text().isEmpty()) {
      pieces.close(key -> key.startsWith(index + "/") && !key.equals(own));
    }
    pieces.piece(
        own,
        text,
        TextForm.PLAIN,
        rest ->
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":"
                + quoted(rest)
                + (thought ? ",\"thought\":true" : "")
                + "}],\"role\":\"model\"},\"index\":"
                + index
                + "}]}");
  }
}
