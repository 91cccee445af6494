package dev.weir.proxy.journal;

/** A place in the journal. */
record Position(long segment, int offset) {}
