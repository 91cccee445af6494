package dev.weir.proxy.exchange;

import java.util.List;

/** What became of the attempts to have an exchange answered, as far as it is settled by them. */
interface Attempts {

  /** How many called a provider. */
  int attempts();

  /** The last one's route, and why it was taken. */
  Admittance.Leg leg();

  /** What the last one's request went without. */
  List<String> dropped();

  /** When the first byte of the answer came, on the nano clock; 0 where none did. */
  long firstByteNanos();
}
