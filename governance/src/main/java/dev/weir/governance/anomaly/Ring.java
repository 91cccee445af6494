package dev.weir.governance.anomaly;

import java.nio.ByteBuffer;

/** The newest numbers of a sequence; a new one takes the place of the oldest. */
final class Ring {

  private final float[] values;
  private int size;
  private int next;

  Ring(int capacity) {
    this.values = new float[capacity];
  }

  void add(float value) {
    values[next] = value;
    next = (next + 1) % values.length;
    size = Math.min(size + 1, values.length);
  }

  /** Adds {@code distance} to each number. */
  void move(float distance) {
    for (int i = 0; i < size; i++) {
      values[i] += distance;
    }
  }

  int size() {
    return size;
  }

  /** In no order. */
  float stored(int index) {
    return values[index];
  }

  /** Copies what there is, oldest first, and returns how much it is. */
  int copy(float[] to) {
    int first = size < values.length ? 0 : next;
    int tail = Math.min(size, values.length - first);
    System.arraycopy(values, first, to, 0, tail);
    System.arraycopy(values, 0, to, tail, size - tail);
    return size;
  }

  void write(ByteBuffer to) {
    float[] ordered = new float[size];
    int count = copy(ordered);
    to.putInt(count);
    for (float value : ordered) {
      to.putFloat(value);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is no ring of this capacity
   */
  static Ring read(ByteBuffer from, int capacity) {
    int count = from.getInt();
    if (count < 0 || count > capacity) {
      throw new IllegalArgumentException("a ring of " + capacity + " cannot hold " + count);
    }
    var ring = new Ring(capacity);
    for (int i = 0; i < count; i++) {
      ring.add(from.getFloat());
    }
    return ring;
  }
}
