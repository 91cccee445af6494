package dev.weir.dialects.text;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What changes in a run of bytes; all else stays. */
final class Edits {

  private record Edit(int from, int to, byte[] with) {}

  private final List<Edit> edits = new ArrayList<>();

  void replace(int from, int to, byte[] with) {
    edits.add(new Edit(from, to, with));
  }

  void replace(Located.Text at, String with) {
    replace(at.from(), at.to(), QuotedText.bytes(with));
  }

  boolean isEmpty() {
    return edits.isEmpty();
  }

  /** The bytes with what has changed; the same array where nothing has. */
  ByteBuffer applied(byte[] bytes, int from, int to) {
    if (edits.isEmpty()) {
      return ByteBuffer.wrap(bytes, from, to - from);
    }
    edits.sort(Comparator.comparingInt(Edit::from));
    int size = to - from;
    for (Edit edit : edits) {
      size = Math.addExact(size, edit.with().length - (edit.to() - edit.from()));
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    int at = from;
    for (Edit edit : edits) {
      out.put(bytes, at, edit.from() - at).put(edit.with());
      at = edit.to();
    }
    return out.put(bytes, at, to - at).flip();
  }
}
