package dev.weir.governance.routing;

import java.util.Optional;

/** What a choice may depend on. */
public record RouteFacts(String requestId, String team, String keyId, Optional<String> user) {}
