package dev.weir.proxy.exchange;

/** A request's body: the first {@code length} bytes. */
record Body(byte[] bytes, int length) {

  static final Body NONE = new Body(new byte[0], 0);
}
