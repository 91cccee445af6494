package dev.weir.standalone.process;

import dev.weir.governance.identity.TeamId;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.control.NewKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key of a first start, kept in a file of its owner so that the line to paste goes on working.
 */
public final class DemoKey {

  /** The team of the first policy. */
  public static final TeamId TEAM = new TeamId("demo");

  private DemoKey() {}

  public static Path file(DataDirectory data) {
    return data.demoKey();
  }

  /** The text of the key; nothing where none was made in this folder. */
  public static Optional<String> find(DataDirectory data) {
    try {
      return DataDirectory.read(data.demoKey()).map(String::strip);
    } catch (IOException e) {
      throw new StartException("cannot read " + data.demoKey() + ": " + e.getMessage(), e);
    }
  }

  /** Makes the key and keeps it. */
  public static String make(DataDirectory data, ControlPlane control) {
    String key = control.createKey(NewKey.of(TEAM)).reveal();
    try {
      data.writePrivately(data.demoKey(), key + "\n");
    } catch (IOException e) {
      throw new StartException("cannot write " + data.demoKey() + ": " + e.getMessage(), e);
    }
    return key;
  }
}
