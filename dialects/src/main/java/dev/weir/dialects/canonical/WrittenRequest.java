package dev.weir.dialects.canonical;

/**
 * A request as a provider of a dialect takes it.
 *
 * @param path below the provider's base URL, with its query, such as {@code /messages}
 * @param body JSON in UTF-8
 */
public record WrittenRequest(String path, byte[] body) {}
