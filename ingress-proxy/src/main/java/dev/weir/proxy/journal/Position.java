package dev.weir.proxy.journal;

/** A place in the journal; later places are greater. */
record Position(long segment, int offset) implements Comparable<Position> {

  @Override
  public int compareTo(Position other) {
    int bySegment = Long.compare(segment, other.segment);
    return bySegment != 0 ? bySegment : Integer.compare(offset, other.offset);
  }
}
