package dev.weir.endtoend.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the tests' processes start from: free ports, and short waits. */
public final class Settings {

  private Settings() {}

  /** A {@code weir.yaml} in the folder. */
  public static String config(Path folder, String proxyId) {
    return write(
        folder.resolve("weir-" + proxyId + ".yaml"),
        """
        port: 0
        admin-port: 0
        kafka: {embedded-port: 0}
        registry: {embedded-port: 0}
        proxy: {id: %s, drain-timeout: PT5S}
        processors: {orphan-after: PT6S, chargeback-flush: PT0.5S}
        sinks: {roll-after: PT2S}
        """
            .formatted(proxyId));
  }

  /** A {@code policy.yaml} with two free teams and one that may spend little. */
  public static String policy(Path folder, String echo) {
    return write(
        folder.resolve("policy.yaml"),
        """
        organisation: acme
        providers:
          echo:
            %s
            timeouts: {connect: 2s, first-byte: 3s, idle: 3s}
        models:
          echo-small: {provider: echo}
          echo-large: {provider: echo}
          tiny: {provider: echo, upstream-model: echo-small}
        teams:
          search: {}
          ads: {recording: open}
          careful: {recording: strict}
          tight:
            limits:
              - {id: total, unit: tokens, window: total, max: 400}
        prices:
          - {provider: echo, model: echo-small, token-type: input, per-million: "0.15", valid-from: 2026-01-01}
          - {provider: echo, model: echo-small, token-type: output, per-million: "0.60", valid-from: 2026-01-01}
          - {provider: echo, model: echo-large, token-type: input, per-million: "2.5", valid-from: 2026-01-01}
          - {provider: echo, model: echo-large, token-type: output, per-million: "10", valid-from: 2026-01-01}
        """
            .formatted(echo));
  }

  private static String write(Path file, String text) {
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
