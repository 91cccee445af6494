package dev.weir.standalone.cli;

import dev.weir.standalone.config.WeirConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A process that shall conclude while somebody looks on. */
final class DemoSettings {

  private DemoSettings() {}

  static WeirConfig load(Path data, Map<String, String> others) {
    Map<String, String> settings = new TreeMap<>(others);
    settings.put("data", data.toString());
    settings.put("processors.chargeback-flush", "PT1S");
    settings.put("sinks.roll-after", "PT5S");
    return WeirConfig.load(Optional.empty(), settings, Map.of());
  }
}
