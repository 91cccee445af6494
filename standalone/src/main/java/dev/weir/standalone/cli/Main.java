package dev.weir.standalone.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;

/** The entry point of every process. */
public final class Main {

  private Main() {}

  /** Ends the process with one of the {@link ExitCode}s. */
  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    return WeirCommand.line().setOut(out).setErr(err).execute(args);
  }
}
