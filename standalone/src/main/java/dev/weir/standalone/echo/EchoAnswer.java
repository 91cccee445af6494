package dev.weir.standalone.echo;

import java.util.List;
import java.util.Optional;

/**
 * What the model says: a text, or the arguments of a tool call.
 *
 * @param tool the tool that is called
 * @param pieces the tokens of the text or of the arguments; a stream carries each in a chunk of its
 *     own
 * @param finishReason as OpenAI names it
 */
record EchoAnswer(
    Optional<String> tool, List<String> pieces, String finishReason, long promptTokens) {

  static final String PII = "Write to jane.doe@example.com, card 4111 1111 1111 1111.";
  private static final int TOKENS_MAX = 16_384;

  static EchoAnswer to(ChatRequest request, EchoModel model, Directive directive, String text) {
    long promptTokens = request.promptTokens();
    if (directive == Directive.Act.TOOL
        && !request.tools().isEmpty()
        && !request.endsWithToolResult()) {
      return new EchoAnswer(
          Optional.of(request.tools().getFirst()),
          TokenCount.split(ChatJson.toolArguments(text)),
          "tool_calls",
          promptTokens);
    }
    String said =
        request.endsWithToolResult()
            ? "The tool said: " + request.messages().getLast().text()
            : model.answerTo(text);
    List<String> pieces =
        TokenCount.split(directive == Directive.Act.PII ? said + " " + PII : said);
    long max = Math.min(TOKENS_MAX, request.outputMaxTokens().orElse(TOKENS_MAX));
    return pieces.size() > max
        ? new EchoAnswer(Optional.empty(), pieces.subList(0, (int) max), "length", promptTokens)
        : new EchoAnswer(Optional.empty(), pieces, "stop", promptTokens);
  }

  String text() {
    return String.join("", pieces);
  }

  long outputTokens() {
    return pieces.size();
  }
}
