package dev.weir.standalone.litellm;

/** The file is no configuration of a LiteLLM proxy; the message says why in one line. */
public final class UnreadableConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableConfigException(String message) {
    super(message);
  }
}
