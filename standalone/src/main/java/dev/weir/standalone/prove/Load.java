package dev.weir.standalone.prove;

/**
 * How hard the callers of a proof ask.
 *
 * @param ratePerSecond requests a second, as long as {@code callers} allow it
 * @param callers requests in flight at most
 */
record Load(int ratePerSecond, int callers) {}
