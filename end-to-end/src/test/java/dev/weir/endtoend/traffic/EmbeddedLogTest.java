package dev.weir.endtoend.traffic;

import java.util.List;

/** {@code weir up}: everything in one process, and a second proxy beside it. */
final class EmbeddedLogTest extends GovernedTraffic {

  @Override
  List<String> startLog() {
    return List.of();
  }

  @Override
  void stopLog() {
    // It is in Weir's own process.
  }
}
