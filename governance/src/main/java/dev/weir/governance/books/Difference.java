package dev.weir.governance.books;

/** One place where two sides that are to be equal are not. */
public record Difference(String team, String where, String what) {}
