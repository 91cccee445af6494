package dev.weir.processors;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How readily a thread leaves the processor to others, as its nice value: 0 as a rule, up to 19.
 * Source: setpriority(2) of Linux, where the value belongs to one thread and is inherited by the
 * threads that it starts. It takes no right to raise it, and it cannot be lowered again. Elsewhere
 * the value is a whole process's, and is left alone.
 */
final class Niceness {

  private static final Logger LOGGER = LoggerFactory.getLogger(Niceness.class);

  /** {@code PRIO_PROCESS}, which with the id 0 means the calling thread. */
  private static final int CALLING_THREAD = 0;

  private Niceness() {}

  /** Gives the calling thread this value; nothing happens for 0. */
  static void raiseTo(int value) {
    if (value > 0 && isOfOneThread()) {
      raise(value);
    }
  }

  private static boolean isOfOneThread() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }

  /** Where it cannot be raised all threads are equal, as they would be without it. */
  @SuppressWarnings("restricted")
  private static void raise(int value) {
    int failed;
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle setPriority =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("setpriority"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT));
      failed = (int) setPriority.invokeExact(CALLING_THREAD, 0, value);
    } catch (Throwable e) {
      LOGGER.atDebug().setCause(e).log("setpriority(2) cannot be called");
      failed = -1;
    }
    if (failed != 0) {
      LOGGER.atInfo().log("threads that nobody waits for have the priority of the others");
    }
  }
}
