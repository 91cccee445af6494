package dev.weir.dialects.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.text.Located.Members;
import dev.weir.dialects.text.Located.Scalar;
import dev.weir.dialects.text.Located.Text;

/**
 * Events of Responses. A text ends with any event that says one is done. An event that goes before
 * another moves the numbers of all that follow.
 */
final class ResponsesEvents extends EventTexts {

  private static final String TYPE_BEFORE = "{\"type\":\"";

  /** A number of more digits is left as it is. */
  private static final int NUMBER_DIGITS_MAX = 15;

  private long inserted;

  /** The number that an event has which goes out now. */
  private long next;

  ResponsesEvents(StreamRewriter rewriter) {
    super(rewriter);
  }

  @Override
  String eventName(String data) {
    return data.substring(TYPE_BEFORE.length(), data.indexOf('"', TYPE_BEFORE.length()));
  }

  @Override
  void read(Members event, PartWalk whole, Edits edits) {
    String number = number(event, "sequence_number", "");
    boolean numbered = number.length() <= NUMBER_DIGITS_MAX && number.matches("[0-9]+");
    if (numbered) {
      next = Long.parseLong(number) + inserted;
    }
    texts(event, whole);
    if (numbered) {
      if (inserted > 0
          && event.member("sequence_number").orElse(Located.NONE) instanceof Scalar at) {
        edits.replace(at.from(), at.to(), Long.toString(next).getBytes(US_ASCII));
      }
      next++;
    }
  }

  private void texts(Members event, PartWalk whole) {
    String type = event.text("type");
    if (type.endsWith(".delta")) {
      delta(type, event);
    } else if (event.has("response")) {
      pieces.close(_ -> true);
      TextParts.answer(DialectName.OPENAI_RESPONSES, whole, object(event, "response"));
    } else if (!type.contains("image")) {
      if (type.endsWith(".done") || type.equals("error")) {
        pieces.close(_ -> true);
      }
      whole.parts(event, TextSource.ASSISTANT);
    }
  }

  private void delta(String type, Members event) {
    if (!type.contains("audio.delta")
        && event.member("delta").orElse(Located.NONE) instanceof Text text) {
      String at = place(event);
      TextForm form = type.contains("arguments") ? TextForm.JSON : TextForm.PLAIN;
      pieces.piece(type + at, text, form, rest -> tail(type, at, rest));
    }
  }

  private String tail(String type, String at, String rest) {
    long own = next++;
    inserted++;
    return TYPE_BEFORE
        + type
        + '"'
        + at
        + ",\"delta\":"
        + quoted(rest)
        + (type.equals("response.output_text.delta") ? ",\"logprobs\":[]" : "")
        + ",\"sequence_number\":"
        + own
        + "}";
  }

  private static String place(Members event) {
    StringBuilder at = new StringBuilder();
    if (event.has("item_id")) {
      at.append(",\"item_id\":").append(quoted(event.text("item_id")));
    }
    for (String each : new String[] {"output_index", "content_index", "summary_index"}) {
      if (event.has(each)) {
        at.append(",\"").append(each).append("\":").append(number(event, each, "0"));
      }
    }
    return at.toString();
  }
}
