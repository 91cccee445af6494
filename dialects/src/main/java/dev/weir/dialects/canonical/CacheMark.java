package dev.weir.dialects.canonical;

import java.util.Optional;

/**
 * Asks the provider to cache the prompt up to here: Anthropic's {@code cache_control}, Bedrock's
 * {@code cachePoint}.
 *
 * @param ttl {@code 5m} or {@code 1h}; empty where unsaid
 */
public record CacheMark(Optional<String> ttl) {}
