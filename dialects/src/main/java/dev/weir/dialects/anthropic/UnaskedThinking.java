package dev.weir.dialects.anthropic;

/** Whether a model that can think does so where nobody asks for it. */
public final class UnaskedThinking {

  private UnaskedThinking() {}

  /** Of a Claude by its version; a model of another maker is taken for one that does. */
  public static boolean mayBeOf(String model) {
    ClaudeModel claude = ClaudeModel.of(model);
    return !claude.isClaude() || claude.thinksUnasked();
  }
}
