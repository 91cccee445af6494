package dev.weir.dialects.text;

import dev.weir.dialects.text.Located.Items;
import dev.weir.dialects.text.Located.Member;
import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Text;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Goes through turns and their parts, of any dialect. Whatever stands in a turn is text unless its
 * name says that it is none, so that a kind of part that is not known yet is seen, too.
 */
final class PartWalk {

  /** A shorter number is no account's, person's or card's. */
  private static final int NUMBER_CHARACTERS_MIN = 6;

  /** Names of what is no text, or must come back as it was: ids, addresses, data, signatures. */
  private static final Set<String> OPAQUE =
      Set.of(
          "type",
          "role",
          "id",
          "name",
          "call_id",
          "tool_call_id",
          "tool_use_id",
          "item_id",
          "approval_request_id",
          "server_label",
          "server_name",
          "namespace",
          "container",
          "container_id",
          "file_id",
          "url",
          "uri",
          "image_url",
          "file_url",
          "fileUri",
          "file_uri",
          "signature",
          "thoughtSignature",
          "thought_signature",
          "encrypted_content",
          "encrypted_index",
          "encrypted_stdout",
          "data",
          "b64_json",
          "file_data",
          "fileData",
          "inlineData",
          "inline_data",
          "input_audio",
          "mimeType",
          "mime_type",
          "media_type",
          "format",
          "detail",
          "status",
          "phase",
          "outcome",
          "language",
          "cache_control",
          "videoMetadata",
          "video_metadata",
          "logprobs",
          "caller",
          "file_type");

  /** Names of texts that mean something to the provider by their form. */
  private static final Set<String> LABELS =
      Set.of("filename", "displayName", "error_code", "page_age", "tool_name");

  private static final Set<String> TOOL_MEMBERS =
      Set.of("tools", "parameters", "input_schema", "parametersJsonSchema");

  private final TextRewriter rewriter;
  private final Edits edits;

  PartWalk(TextRewriter rewriter, Edits edits) {
    this.rewriter = rewriter;
    this.edits = edits;
  }

  /** A turn, a part, a list of them, or a text in the place of one. */
  void parts(Located value, TextSource source) {
    switch (value) {
      case Text it -> text(it, source);
      case Items(var items) -> items.forEach(each -> parts(each, source));
      case Members it -> part(it, source);
      case Located.Scalar _ -> {}
    }
  }

  private void part(Members part, TextSource outer) {
    String type = part.text("type");
    if (type.equals("redacted_thinking") || type.equals("image_generation_call")) {
      return;
    }
    TextSource source = sourceOf(part, type, outer);
    for (Member member : part.members()) {
      String name = member.name().text();
      switch (name) {
        case "thinking" ->
            parts(member.value(), type.equals(name) ? TextSource.SIGNED_THOUGHT : source);
        case "reasoning_details" -> parts(member.value(), TextSource.SIGNED_THOUGHT);
        case "arguments" -> arguments(member.value(), source);
        case "input" -> input(member.value(), source);
        case "functionCall", "function_call" -> {
          // Chat's holds arguments, Gemini's an object of them.
          call(member.value(), "args", TextSource.ASSISTANT);
        }
        case "functionResponse", "function_response" ->
            call(member.value(), "response", TextSource.TOOL_RESULT);
        case "source" -> documentSource(member.value());
        default -> {
          if (TOOL_MEMBERS.contains(name)) {
            descriptions(member.value());
          } else if (LABELS.contains(name) && member.value() instanceof Text label) {
            rewrite(label, source, TextForm.LABEL);
          } else if (!OPAQUE.contains(name)) {
            parts(member.value(), source);
          }
        }
      }
    }
  }

  private static TextSource sourceOf(Members part, String type, TextSource outer) {
    if (outer == TextSource.SIGNED_THOUGHT) {
      return outer;
    }
    TextSource byRole =
        switch (part.text("role")) {
          case "system", "developer" -> TextSource.SYSTEM;
          case "user" -> TextSource.USER;
          case "assistant", "model" -> TextSource.ASSISTANT;
          case "tool", "function" -> TextSource.TOOL_RESULT;
          default -> outer;
        };
    return switch (type) {
      case "document", "search_result", "file", "input_file" ->
          byRole == TextSource.TOOL_RESULT ? byRole : TextSource.DOCUMENT;
      case "tool_use", "server_tool_use", "mcp_tool_use", "reasoning" -> TextSource.ASSISTANT;
      default ->
          type.endsWith("tool_result") || type.endsWith("_call_output")
              ? TextSource.TOOL_RESULT
              : type.endsWith("_call") ? TextSource.ASSISTANT : byRole;
    };
  }

  /** Arguments as an object, or as its text. */
  private void arguments(Located value, TextSource source) {
    if (value instanceof Text it) {
      json(it, source);
    } else {
      free(value, source);
    }
  }

  /** The input of a tool: an object, or the text that a tool of free form takes. */
  private void input(Located value, TextSource source) {
    if (value instanceof Text it) {
      text(it, source);
    } else {
      free(value, source);
    }
  }

  private void call(Located value, String freeMember, TextSource source) {
    if (!(value instanceof Members call)) {
      return;
    }
    for (Member member : call.members()) {
      String name = member.name().text();
      if (name.equals(freeMember)) {
        free(member.value(), source);
      } else if (name.equals("arguments")) {
        arguments(member.value(), source);
      } else if (name.equals("parts")) {
        parts(member.value(), source);
      }
    }
  }

  /** A document's source: its words, or data and addresses, which are left. */
  private void documentSource(Located value) {
    if (value instanceof Members source) {
      switch (source.text("type")) {
        case "text" -> source.member("data").ifPresent(it -> parts(it, TextSource.DOCUMENT));
        case "content" -> source.member("content").ifPresent(it -> parts(it, TextSource.DOCUMENT));
        default -> {}
      }
    }
  }

  /** JSON that no dialect gives names to: every string and long number in it is text, names too. */
  void free(Located value, TextSource source) {
    switch (value) {
      case Text it -> text(it, source);
      case Items(var items) -> items.forEach(each -> free(each, source));
      case Members(var members) -> {
        for (Member member : members) {
          rewrite(member.name(), source, TextForm.LABEL);
          free(member.value(), source);
        }
      }
      case Located.Scalar it -> number(it, source);
    }
  }

  /** A card's number may come as a number; what takes its place is a string. */
  private void number(Located.Scalar at, TextSource source) {
    if (at.number().length() >= NUMBER_CHARACTERS_MIN) {
      String changed = rewriter.rewrite(new TextPart(at.number(), source, TextForm.LABEL));
      if (!changed.equals(at.number())) {
        edits.replace(at.from(), at.to(), QuotedText.bytes(changed));
      }
    }
  }

  /** Tools and schemas: what is described in words, at any depth. */
  void descriptions(Located value) {
    switch (value) {
      case Items(var items) -> items.forEach(this::descriptions);
      case Members(var members) -> {
        for (Member member : members) {
          if (member.name().text().equals("description") && member.value() instanceof Text it) {
            text(it, TextSource.SYSTEM);
          } else {
            descriptions(member.value());
          }
        }
      }
      case Text _, Located.Scalar _ -> {}
    }
  }

  void text(Text at, TextSource source) {
    rewrite(at, source, TextForm.PLAIN);
  }

  /** A string that holds JSON: its own strings are the texts; all of it where it is cut off. */
  private void json(Text at, TextSource source) {
    byte[] inner = at.text().getBytes(StandardCharsets.UTF_8);
    var read = Located.read(inner, 0, inner.length, false);
    if (read.isEmpty()) {
      rewrite(at, source, TextForm.JSON);
      return;
    }
    Edits innerEdits = new Edits();
    new PartWalk(rewriter, innerEdits).free(read.get(), source);
    if (!innerEdits.isEmpty()) {
      var changed = innerEdits.applied(inner, 0, inner.length);
      edits.replace(at, StandardCharsets.UTF_8.decode(changed).toString());
    }
  }

  private void rewrite(Text at, TextSource source, TextForm form) {
    if (at.text().isEmpty()) {
      return;
    }
    String changed = rewriter.rewrite(new TextPart(at.text(), source, form));
    if (source != TextSource.SIGNED_THOUGHT && !changed.equals(at.text())) {
      edits.replace(at, changed);
    }
  }
}
