package dev.weir.governance.routing;

import java.util.Optional;

/**
 * A model to ask, and why.
 *
 * @param reason a sentence for those who run the gateway
 * @param variant of the experiment that led here; of one in another, {@code outer/inner}
 */
public record RouteStep(String model, String reason, Optional<String> variant) {}
