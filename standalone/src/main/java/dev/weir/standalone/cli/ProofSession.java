package dev.weir.standalone.cli;

import dev.weir.standalone.process.ScratchDirectory;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.process.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a proof in a folder of its own, until it is over or somebody ends it. */
final class ProofSession {

  /** A proof. */
  @FunctionalInterface
  interface Proof {
    void run(Path folder) throws IOException, InterruptedException;
  }

  private ProofSession() {}

  /** {@code keep}: leave the data, and say where it is. */
  static void run(PrintWriter err, boolean keep, Proof proof)
      throws IOException, InterruptedException {
    try (var stop = StopSignal.install();
        var folder = folder(keep)) {
      interruptWhenAsked(stop, Thread.currentThread());
      if (keep) {
        err.println("weir: the data stays in " + folder.path());
      }
      proof.run(folder.path());
    }
  }

  /** The processes of the proof end with this one. */
  private static void interruptWhenAsked(StopSignal stop, Thread proof) {
    var _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                stop.await();
                proof.interrupt();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static ScratchDirectory folder(boolean keep) {
    try {
      return new ScratchDirectory(Files.createTempDirectory("weir-prove-"), keep);
    } catch (IOException e) {
      throw new StartException("cannot make a folder for the proof: " + e.getMessage(), e);
    }
  }
}
