package dev.weir.governance.policy;

import java.time.Duration;
import java.util.List;

/**
 * Where models are served.
 *
 * @param apiVersion Azure's {@code api-version}; empty for the others
 * @param credentials used in turn; none for a provider that asks for none
 */
public record Provider(
    String id,
    ProviderKind kind,
    ProviderAddress address,
    List<ProviderCredential> credentials,
    Timeouts timeouts,
    String apiVersion) {

  public Provider {
    credentials = List.copyOf(credentials);
  }

  /**
   * How long each stage of a call may take. An exchange that is silent for 15 minutes counts as
   * orphaned, so no stage may come near that.
   *
   * @param connect until the connection (and TLS) stands
   * @param firstByte from the end of the request to the head of the answer
   * @param idle between two reads of the answer
   */
  public record Timeouts(Duration connect, Duration firstByte, Duration idle) {

    private static final Duration MAX = Duration.ofMinutes(10);

    public static final Timeouts DEFAULT =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60));

    public Timeouts {
      for (Duration each : new Duration[] {connect, firstByte, idle}) {
        if (each.isNegative() || each.isZero() || each.compareTo(MAX) > 0) {
          throw new IllegalArgumentException("a timeout is above 0 and at most 10 min: " + each);
        }
      }
    }
  }
}
