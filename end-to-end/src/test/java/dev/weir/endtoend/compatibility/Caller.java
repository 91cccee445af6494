package dev.weir.endtoend.compatibility;

/** An official client, pointed at Weir. */
interface Caller extends AutoCloseable {

  /** As the table names it. */
  String name();

  Heard ask(String model, Feature feature, boolean stream);

  /** The status that the client's exception carries. */
  int errorStatus(String model, boolean stream);

  @Override
  void close();
}
