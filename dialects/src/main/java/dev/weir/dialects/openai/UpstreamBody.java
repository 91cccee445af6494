package dev.weir.dialects.openai;

import dev.weir.dialects.json.Json;
import dev.weir.dialects.openai.ChatRequest.Span;
import dev.weir.dialects.openai.ChatRequest.UsageWish;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The body that goes to the provider: the caller's bytes, with the model's name exchanged and the
 * usage event asked for; every other byte stays.
 */
public final class UpstreamBody {

  private static final byte[] TRUE = ascii("true");
  private static final byte[] OPTIONS = ascii("{\"include_usage\":true}");
  private static final byte[] MEMBER = ascii("\"include_usage\":true");
  private static final byte[] MEMBER_BEFORE = ascii("\"include_usage\":true,");
  private static final byte[] FIELD_BEFORE = ascii("\"stream_options\":{\"include_usage\":true},");

  private UpstreamBody() {}

  /**
   * The body's first {@code length} bytes as the provider gets them; the same array if unchanged.
   */
  public static ByteBuffer of(byte[] body, int length, ChatRequest request, String upstreamModel) {
    List<Edit> edits = new ArrayList<>(2);
    if (request.modelInPath() || !request.model().equals(upstreamModel)) {
      byte[] name = Json.quoted(upstreamModel);
      edits.add(
          request.modelAt().isEmpty()
              ? insert(request.rootAt(), member(name))
              : new Edit(request.modelAt(), name));
    }
    if (request.stream()) {
      switch (request.usageWish()) {
        case UsageWish.Asked _ -> {}
        case UsageWish.Unsaid _ -> edits.add(insert(request.rootAt(), FIELD_BEFORE));
        case UsageWish.Declined(Span value, boolean wholeOptions) ->
            edits.add(new Edit(value, wholeOptions ? OPTIONS : TRUE));
        case UsageWish.OptionsWithout(int at, boolean empty) ->
            edits.add(insert(at, empty ? MEMBER : MEMBER_BEFORE));
      }
    }
    return edits.isEmpty() ? ByteBuffer.wrap(body, 0, length) : edited(body, length, edits);
  }

  private static byte[] member(byte[] name) {
    byte[] before = ascii("\"model\":");
    return ByteBuffer.allocate(before.length + name.length + 1)
        .put(before)
        .put(name)
        .put((byte) ',')
        .array();
  }

  private static ByteBuffer edited(byte[] body, int length, List<Edit> edits) {
    edits.sort(Comparator.comparingInt(edit -> edit.at().from()));
    int size = length;
    for (Edit edit : edits) {
      size += edit.with().length - (edit.at().to() - edit.at().from());
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    int from = 0;
    for (Edit edit : edits) {
      out.put(body, from, edit.at().from() - from).put(edit.with());
      from = edit.at().to();
    }
    return out.put(body, from, length - from).flip();
  }

  private static Edit insert(int at, byte[] text) {
    return new Edit(new Span(at, at), text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private record Edit(Span at, byte[] with) {}
}
