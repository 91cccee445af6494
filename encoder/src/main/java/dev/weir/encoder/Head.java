package dev.weir.encoder;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Scores the tags of a word: one hidden layer of rectified units over {@link WordVectors}. As a
 * file it is one line that says what it is and what it learnt from, then its weights as big-endian
 * 16-bit floats: those into the hidden layer, input by input, its biases, those out of it, unit by
 * unit, and the tags' biases.
 */
final class Head {

  static final int HIDDEN = 64;

  private static final String FORMAT =
      "weir-pii-head 1 inputs=%d hidden=%d tags=%d"
          .formatted(WordVectors.INPUTS, HIDDEN, Label.TAGS);
  private static final int LINE_MAX = 4096;

  final float[] in;
  final float[] hiddenBias;
  final float[] out;
  final float[] tagBias;
  private final String sources;

  private Head(String sources) {
    this.sources = sources;
    this.in = new float[WordVectors.INPUTS * HIDDEN];
    this.hiddenBias = new float[HIDDEN];
    this.out = new float[HIDDEN * Label.TAGS];
    this.tagBias = new float[Label.TAGS];
  }

  /** A head that knows nothing yet. */
  static Head blank(String sources) {
    if (sources.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("the sources stand on one line");
    }
    return new Head(sources);
  }

  /** What it learnt from. */
  String sources() {
    return sources;
  }

  /** Writes to {@code hidden} what the hidden units say of {@code input}. */
  void hidden(float[] input, float[] hidden) {
    System.arraycopy(hiddenBias, 0, hidden, 0, HIDDEN);
    for (int i = 0; i < input.length; i++) {
      float value = input[i];
      if (value != 0) {
        int row = i * HIDDEN;
        for (int unit = 0; unit < HIDDEN; unit++) {
          hidden[unit] += value * in[row + unit];
        }
      }
    }
    for (int unit = 0; unit < HIDDEN; unit++) {
      hidden[unit] = Math.max(hidden[unit], 0);
    }
  }

  /** Writes to {@code tags} the log probability of each tag. */
  void tags(float[] hidden, float[] tags) {
    System.arraycopy(tagBias, 0, tags, 0, Label.TAGS);
    for (int unit = 0; unit < HIDDEN; unit++) {
      float value = hidden[unit];
      if (value != 0) {
        int row = unit * Label.TAGS;
        for (int tag = 0; tag < Label.TAGS; tag++) {
          tags[tag] += value * out[row + tag];
        }
      }
    }
    TagPath.normalise(tags);
  }

  static Head read(InputStream stream) throws IOException {
    StringBuilder line = new StringBuilder();
    int each;
    while ((each = stream.read()) != '\n') {
      if (each < 0 || line.length() == LINE_MAX) {
        throw new IOException("not a head: it has no first line");
      }
      line.append((char) each);
    }
    if (!line.toString().startsWith(FORMAT + " ")) {
      throw new IOException("not a head that this release can read: train it again");
    }
    Head head = new Head(line.substring(FORMAT.length() + 1));
    var numbers = new DataInputStream(stream);
    for (float[] weights : head.weights()) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Float.float16ToFloat(numbers.readShort());
      }
    }
    return head;
  }

  void write(OutputStream stream) throws IOException {
    stream.write((FORMAT + " " + sources + "\n").getBytes(StandardCharsets.US_ASCII));
    var numbers = new DataOutputStream(stream);
    for (float[] weights : weights()) {
      for (float weight : weights) {
        numbers.writeShort(Float.floatToFloat16(weight));
      }
    }
    numbers.flush();
  }

  float[][] weights() {
    return new float[][] {in, hiddenBias, out, tagBias};
  }
}
