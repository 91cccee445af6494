package dev.weir.governance.task;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * The model's numbers: for each bucket and kind a weight in a byte, to be multiplied by one scale.
 */
final class TaskWeights {

  private static final int MAGIC = 0x57545731;

  /** In the order of the numbers of each bucket. */
  static final List<TaskKind> KINDS = List.of(TaskKind.values());

  private static final int COUNT = KINDS.size();

  private final float scale;
  private final float[] bias;
  private final byte[] weights;

  private TaskWeights(float scale, float[] bias, byte[] weights) {
    this.scale = scale;
    this.bias = bias;
    this.weights = weights;
  }

  /** Rounds what training has found, by bucket and kind. */
  static TaskWeights of(double[] bias, double[] exact) {
    double max = 1e-9;
    for (double weight : exact) {
      max = Math.max(max, Math.abs(weight));
    }
    double scale = max / Byte.MAX_VALUE;
    var rounded = new byte[exact.length];
    for (int i = 0; i < exact.length; i++) {
      rounded[i] = (byte) Math.round(exact[i] / scale);
    }
    var biases = new float[COUNT];
    for (int kind = 0; kind < COUNT; kind++) {
      biases[kind] = (float) bias[kind];
    }
    return new TaskWeights((float) scale, biases, rounded);
  }

  static TaskWeights read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("these are no weights of a task model of this version");
    }
    float scale = in.readFloat();
    var bias = new float[COUNT];
    for (int kind = 0; kind < COUNT; kind++) {
      bias[kind] = in.readFloat();
    }
    var weights = new byte[TaskFeatures.BUCKETS * COUNT];
    in.readFully(weights);
    return new TaskWeights(scale, bias, weights);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeFloat(scale);
    for (float each : bias) {
      out.writeFloat(each);
    }
    out.write(weights);
  }

  /** By kind: how much speaks for it. */
  double[] scores(TaskFeatures features) {
    var scores = new double[COUNT];
    features.forEach((bucket, weight) -> {
      for (int kind = 0; kind < COUNT; kind++) {
        scores[kind] += weight * weights[bucket * COUNT + kind];
      }
    });
    for (int kind = 0; kind < COUNT; kind++) {
      scores[kind] = scores[kind] * scale + bias[kind];
    }
    return scores;
  }
}
