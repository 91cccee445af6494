package dev.weir.dialects.text;

import dev.weir.dialects.text.Located.Member;
import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Text;
import java.util.List;

/** Chunks of Chat Completions. A choice's texts end with its finish reason. */
final class ChatEvents extends EventTexts {

  private Members chunk = new Members(List.of());

  ChatEvents(StreamRewriter rewriter) {
    super(rewriter);
  }

  @Override
  void read(Members event, PartWalk whole, Edits edits) {
    event.member("error").ifPresent(it -> whole.parts(it, TextSource.ASSISTANT));
    for (Located each : items(event, "choices")) {
      if (each instanceof Members choice) {
        chunk = event;
        choice(choice, number(choice, "index", "0"), whole);
      }
    }
  }

  private void choice(Members choice, String index, PartWalk whole) {
    for (Member member : object(choice, "delta").members()) {
      String name = member.name().text();
      switch (name) {
        case "content", "refusal", "reasoning_content", "reasoning" -> {
          if (member.value() instanceof Text text) {
            piece(index, name, text, TextForm.PLAIN, quoted(name) + ":%s");
          } else {
            whole.parts(member.value(), TextSource.ASSISTANT);
          }
        }
        case "tool_calls" -> calls(choice, index);
        case "function_call" -> {
          if (member.value() instanceof Members call) {
            arguments(index, name, call, "\"function_call\":{\"arguments\":%s}");
          }
        }
        case "audio" -> {
          if (member.value() instanceof Members audio
              && audio.member("transcript").orElse(Located.NONE) instanceof Text text) {
            piece(index, name, text, TextForm.PLAIN, "\"audio\":{\"transcript\":%s}");
          }
        }
        case "annotations" -> whole.parts(member.value(), TextSource.ASSISTANT);
        default -> {}
      }
    }
    if (isText(choice, "text")) {
      choice.member("text").ifPresent(it -> whole.parts(it, TextSource.ASSISTANT));
    }
    if (isText(choice, "finish_reason")) {
      pieces.close(key -> key.startsWith(index + "/"));
    }
  }

  private void calls(Members choice, String index) {
    for (Located each : items(object(choice, "delta"), "tool_calls")) {
      if (each instanceof Members call) {
        String number = number(call, "index", "0");
        arguments(
            index,
            "tool_calls" + number,
            object(call, "function"),
            "\"tool_calls\":[{\"index\":" + number + ",\"function\":{\"arguments\":%s}}]");
      }
    }
  }

  private void arguments(String index, String name, Members holder, String delta) {
    if (holder.member("arguments").orElse(Located.NONE) instanceof Text text) {
      piece(index, name, text, TextForm.JSON, delta);
    }
  }

  private void piece(String index, String name, Text text, TextForm form, String delta) {
    Members from = chunk;
    pieces.piece(
        index + "/" + name,
        text,
        form,
        rest ->
            "{"
                + head(from)
                + ",\"choices\":[{\"index\":"
                + index
                + ",\"delta\":{"
                + delta.replace("%s", quoted(rest))
                + "},\"finish_reason\":null}]}");
  }

  private static String head(Members event) {
    return "\"id\":"
        + quoted(event.text("id"))
        + ",\"object\":\"chat.completion.chunk\",\"created\":"
        + number(event, "created", "0")
        + ",\"model\":"
        + quoted(event.text("model"));
  }
}
