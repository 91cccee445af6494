package dev.weir.standalone.cli;

import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.process.Governing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Which policy a start begins with. */
final class FirstPolicy {

  private FirstPolicy() {}

  /** The one that the configuration names; otherwise ours, where none governs yet. */
  static Governing of(WeirConfig config) {
    return config
        .policy()
        .<Governing>map(file -> new Governing.Always(file.toString(), PolicyCommand.read(file)))
        .orElseGet(() -> new Governing.IfNone(resource("first-policy.yaml")));
  }

  private static String resource(String name) {
    try (InputStream in = FirstPolicy.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
