package dev.weir.governance.routing;

/** What a choice knows of one model: where it is served, as what, and what it can. */
public record RouteTarget(String providerId, String upstreamModel, ModelTraits traits) {}
