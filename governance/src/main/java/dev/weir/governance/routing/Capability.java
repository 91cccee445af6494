package dev.weir.governance.routing;

import java.util.Locale;

/** What a request may ask of a model besides text. */
public enum Capability {
  /** Takes images. */
  IMAGES,
  /** Calls the caller's tools. */
  TOOLS,
  /** Answers by a JSON schema. */
  STRUCTURED_OUTPUT,
  /** Takes or makes audio. */
  AUDIO,
  /** Takes documents such as PDF files. */
  DOCUMENTS,
  /** Thinks before it answers. */
  REASONING;

  /** As the policy file writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
