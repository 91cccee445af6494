package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.Endpoint;
import java.util.Map;
import java.util.Optional;

/** No gateway: what a call costs anyway, which the others' added time is taken from. */
public record Direct() implements Candidate {

  public static final String NAME = "direct";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Readiness prepare() {
    return new Readiness.Ready("no gateway");
  }

  @Override
  public RunningCandidate start(Site site) {
    return new RunningCandidate(new Endpoint(site.upstreamPort(), Map.of()), Optional.empty());
  }
}
