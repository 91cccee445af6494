package dev.weir.dialects.canonical;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * An error document.
 *
 * @param status of HTTP
 * @param message for the caller; never empty
 * @param code the finer name that some dialects give
 * @param retryAfterMillis what the body says (Gemini's {@code RetryInfo}); headers are the proxy's
 */
public record ProviderError(
    int status,
    ErrorKind kind,
    String message,
    Optional<String> code,
    OptionalLong retryAfterMillis) {}
