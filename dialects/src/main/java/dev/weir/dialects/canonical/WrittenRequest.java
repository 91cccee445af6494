package dev.weir.dialects.canonical;

/**
 * A request as a provider of a dialect takes it.
 *
 * @param path below the provider's base URL, with its query, such as {@code /messages}
 * @param body JSON in UTF-8
 * @param names by which it calls the caller's tools
 */
public record WrittenRequest(String path, byte[] body, ToolNames names) {

  /** One that names no tools, or names them as the caller does. */
  public WrittenRequest(String path, byte[] body) {
    this(path, body, ToolNames.UNCHANGED);
  }
}
