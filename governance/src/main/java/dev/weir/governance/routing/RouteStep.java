package dev.weir.governance.routing;

import java.util.Optional;

/**
 * A model to ask, and why.
 *
 * @param reason a sentence for those who run the gateway
 * @param variant of the experiment that led here
 */
public record RouteStep(String model, String reason, Optional<String> variant) {}
