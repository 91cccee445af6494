package dev.weir.standalone.registry;

/** An answer that is JSON already. */
record RawJson(String text) {}
