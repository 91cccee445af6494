package dev.weir.benchmarks.candidate;

import dev.weir.benchmarks.load.Endpoint;
import dev.weir.benchmarks.process.RunningProcess;
import java.util.Optional;

/**
 * A candidate that answers.
 *
 * @param gateway the process whose CPU and memory are measured, with all its descendants; nothing
 *     where there is no gateway
 */
public record RunningCandidate(Endpoint endpoint, Optional<RunningProcess> gateway) {}
