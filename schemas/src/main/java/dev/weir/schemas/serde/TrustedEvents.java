package dev.weir.schemas.serde;

import dev.weir.schemas.event.Prompt;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro make the generated records. Avro instantiates no class that it was not told to trust;
 * this is the one place that tells it, and it trusts the package of the generated records only.
 */
public final class TrustedEvents {

  private static final String PACKAGE = Prompt.class.getPackageName();

  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  private TrustedEvents() {}

  /** Whoever reads or writes events calls this first; only the first call of a process acts. */
  public static void trust() {
    // The work is done by the static initialiser, so that it happens once.
  }
}
