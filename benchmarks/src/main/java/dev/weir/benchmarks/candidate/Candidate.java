package dev.weir.benchmarks.candidate;

import java.io.IOException;

/** One way from a caller to the upstream that the comparison measures. */
public sealed interface Candidate permits Direct, Nginx, Portkey, Weir {

  /** As it is asked for on the command line and shown in the report. */
  String name();

  /** Makes ready, once before all rounds, what it needs of this machine. */
  Readiness prepare() throws IOException, InterruptedException;

  /** Starts it in front of the site's upstream and returns when it answers. */
  RunningCandidate start(Site site) throws IOException, InterruptedException;
}
