package dev.weir.encoder;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Finds names of persons, places and organisations, and what stands beside them: addresses, titles,
 * nationalities, dates and ages. Takes tens of milliseconds for a kilobyte, so it is for texts that
 * nobody waits for. Safe for many threads until it is closed, which is after its last scan.
 */
public final class NameDetector implements Detector, AutoCloseable {

  private static final String WEIGHTS = "names.head";

  private final NameReader reader;
  private final MiniLm model;
  private final Head head;

  NameDetector(MiniLm model, Head head) {
    this.model = model;
    this.head = head;
    this.reader = new NameReader(model);
  }

  /** Loads the model and the weights that Weir was built with. */
  public static NameDetector open(EncoderSettings settings) {
    MiniLm model = MiniLm.open(settings);
    try (InputStream weights = NameDetector.class.getResourceAsStream(WEIGHTS)) {
      if (weights == null) {
        throw new IOException("not on the class path: " + WEIGHTS);
      }
      return new NameDetector(model, Head.read(new BufferedInputStream(weights)));
    } catch (IOException e) {
      model.close();
      throw new UncheckedIOException("cannot read the weights of the names", e);
    }
  }

  @Override
  public List<Finding> scan(CharSequence text) {
    return reader.find(text, head);
  }

  /** What the weights were learnt from. */
  public String sources() {
    return head.sources();
  }

  @Override
  public void close() {
    model.close();
  }
}
