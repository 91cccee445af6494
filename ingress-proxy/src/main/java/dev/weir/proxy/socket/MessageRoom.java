package dev.weir.proxy.socket;

/** Room for the bytes of messages that are held, shared by all who hold some. */
public interface MessageRoom {

  /** False, and nothing claimed, where there is no room. */
  boolean claim(long bytes);

  void release(long bytes);
}
