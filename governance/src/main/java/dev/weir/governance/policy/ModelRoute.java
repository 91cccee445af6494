package dev.weir.governance.policy;

/** A model name that callers use, and what answers it. */
public record ModelRoute(String name, String providerId, String upstreamModel) {}
