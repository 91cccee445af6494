package dev.weir.proxy.exchange;

import dev.weir.proxy.surface.Surface;

/**
 * The caller's end of an exchange: what came in and how, how it is answered, and how long it waits.
 *
 * @param deadline the exchange's own; the first attempt's as well
 */
record CallersEnd(
    Arrival arrival, Surface surface, Reply reply, Deadline deadline, CallerWatch watch) {}
