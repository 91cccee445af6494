package dev.weir.standalone.litellm;

import java.util.List;

/**
 * A policy, and what became of each setting of the file that it was made from.
 *
 * @param policy a text that {@code weir policy check} accepts
 * @param findings in the order in which they were read
 */
public record Imported(String policy, List<Finding> findings) {

  public Imported {
    findings = List.copyOf(findings);
  }
}
