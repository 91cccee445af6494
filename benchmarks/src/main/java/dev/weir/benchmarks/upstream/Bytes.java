package dev.weir.benchmarks.upstream;

/** Searching in bytes. */
public final class Bytes {

  private Bytes() {}

  /** The first place of {@code wanted} in {@code from} (inclusive) to {@code to}, or -1. */
  public static int indexOf(byte[] in, int from, int to, byte[] wanted) {
    byte first = wanted[0];
    int last = to - wanted.length;
    for (int i = from; i <= last; i++) {
      if (in[i] == first && matches(in, i, wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] in, int at, byte[] wanted) {
    for (int j = 1; j < wanted.length; j++) {
      if (in[at + j] != wanted[j]) {
        return false;
      }
    }
    return true;
  }
}
