package dev.weir.proxy.exchange;

import dev.weir.proxy.exchange.Admittance.Leg;
import java.util.List;

/** An attempt, as far as the record of its usage tells of it. */
interface Attempted {

  /** 1-based within the exchange. */
  int number();

  Leg leg();

  /** What its request goes without. */
  List<String> dropped();

  /** When its first byte went to the caller, on the nano clock; 0 where none did. */
  long firstByteNanos();
}
