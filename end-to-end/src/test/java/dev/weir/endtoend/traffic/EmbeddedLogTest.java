package dev.weir.endtoend.traffic;

import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir up}: everything in one process, and a second proxy beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedLogTest extends GovernedTraffic {

  private static final URI NOWHERE = URI.create("");

  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private Installation installation;
  private WeirProcess.Running up;
  private URI second = NOWHERE;

  @BeforeAll
  void start(@TempDir Path folder) {
    installation = Installation.in(folder);
    up = installation.start("up", "one", "--policy=" + installation.policy()).running();
    second = installation.join("proxy", "two", up, "one").gateway();
  }

  @AfterAll
  void stop() {
    installation.close();
  }

  @Override
  Installation installation() {
    return installation;
  }

  @Override
  WeirProcess.Running weir() {
    return up;
  }

  @Override
  URI second() {
    return second;
  }

  @Override
  String data() {
    return "one";
  }

  @Override
  Map<String, String> keys() {
    return keys;
  }
}
