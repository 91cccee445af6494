package dev.weir.encoder;

import dev.weir.encoder.Windows.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What the head is shown of the words of one window: of the word itself all layers and its shape,
 * of each neighbour one layer and its shape. Held as 16-bit floats, so that a training set fits
 * into memory.
 */
final class WordVectors {

  private static final int OWN = MiniLm.LAYERS.size() * MiniLm.WIDTH;
  private static final int NEIGHBOUR_LAYER = 1;
  private static final int NEIGHBOUR = MiniLm.WIDTH + Shape.WIDTH + 1;

  /** Numbers that the head reads for one word. */
  static final int INPUTS = OWN + Shape.WIDTH + 2 * NEIGHBOUR;

  private final int words;
  private final short[] layers;
  private final float[] shapes;

  private WordVectors(int words) {
    this.words = words;
    this.layers = new short[words * OWN];
    this.shapes = new float[words * Shape.WIDTH];
  }

  /** Reads one window; the vector of a word is the mean of those of its pieces. */
  static WordVectors of(
      MiniLm model,
      CharSequence text,
      boolean allSmall,
      List<Word> words,
      List<int[]> spelled,
      Window window) {
    var vectors = new WordVectors(window.end() - window.first());
    float[][] read = model.read(ids(spelled, window));
    int piece = 1;
    for (int i = 0; i < vectors.words; i++) {
      int word = window.first() + i;
      int pieces = spelled.get(word).length;
      for (int layer = 0; layer < read.length; layer++) {
        vectors.mean(read[layer], piece, pieces, i * OWN + layer * MiniLm.WIDTH);
      }
      Shape.write(text, allSmall, words, word, vectors.shapes, i * Shape.WIDTH);
      piece += pieces;
    }
    return vectors;
  }

  /** Writes what the head reads of the window's word {@code word}. */
  void write(int word, float[] input) {
    copyLayers(word, 0, OWN, input, 0);
    System.arraycopy(shapes, word * Shape.WIDTH, input, OWN, Shape.WIDTH);
    neighbour(word - 1, input, OWN + Shape.WIDTH);
    neighbour(word + 1, input, OWN + Shape.WIDTH + NEIGHBOUR);
  }

  private void neighbour(int word, float[] input, int offset) {
    if (word < 0 || word >= words) {
      Arrays.fill(input, offset, offset + NEIGHBOUR, 0);
      return;
    }
    copyLayers(word, NEIGHBOUR_LAYER * MiniLm.WIDTH, MiniLm.WIDTH, input, offset);
    System.arraycopy(shapes, word * Shape.WIDTH, input, offset + MiniLm.WIDTH, Shape.WIDTH);
    input[offset + NEIGHBOUR - 1] = 1;
  }

  private void copyLayers(int word, int from, int count, float[] input, int offset) {
    int start = word * OWN + from;
    for (int i = 0; i < count; i++) {
      input[offset + i] = Float.float16ToFloat(layers[start + i]);
    }
  }

  private void mean(float[] layer, int piece, int pieces, int offset) {
    for (int i = 0; i < MiniLm.WIDTH; i++) {
      float sum = 0;
      for (int each = piece; each < piece + pieces; each++) {
        sum += layer[each * MiniLm.WIDTH + i];
      }
      layers[offset + i] = Float.floatToFloat16(sum / pieces);
    }
  }

  private static long[] ids(List<int[]> spelled, Window window) {
    var ids = LongStream.builder();
    ids.add(WordPieces.BEGIN);
    for (int[] pieces : spelled.subList(window.first(), window.end())) {
      for (int piece : pieces) {
        ids.add(piece);
      }
    }
    ids.add(WordPieces.END);
    return ids.build().toArray();
  }
}
