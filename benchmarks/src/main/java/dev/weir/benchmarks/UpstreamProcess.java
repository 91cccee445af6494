package dev.weir.benchmarks;

import dev.weir.benchmarks.process.Pinning;
import dev.weir.benchmarks.process.Ports;
import dev.weir.benchmarks.process.Processes;
import dev.weir.benchmarks.process.RunningProcess;
import dev.weir.benchmarks.upstream.MockUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The upstream in a process of its own, on the core of the load. */
record UpstreamProcess(int port, RunningProcess process) {

  private static final int ATTEMPTS_MAX = 200;
  private static final int PAUSE_MILLIS = 50;

  /** Starts it and waits until it listens. */
  static UpstreamProcess start(Processes processes, Path delivered)
      throws IOException, InterruptedException {
    int port = Ports.free();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            MockUpstream.class.getName(),
            Integer.toString(port),
            delivered.toAbsolutePath().toString());
    RunningProcess process = processes.start("upstream", Pinning.Place.LOAD, command, Map.of());
    for (int i = 0; i < ATTEMPTS_MAX && process.alive(); i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new UpstreamProcess(port, process);
      } catch (IOException _) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    throw new IOException("the upstream did not start. " + process.lastWords());
  }
}
