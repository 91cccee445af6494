package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.secret.Keystore;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "secret",
    mixinStandardHelpOptions = true,
    description = "Keeps credentials of providers in an encrypted file of this machine.")
final class SecretCommand implements Runnable {

  /** Of UTF-8, for one of Java's characters. */
  private static final int BYTES_OF_CHARACTER_MAX = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say set, list, remove or rotate");
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description =
          "Sets a secret to what is typed at the prompt or comes through standard input; a policy"
              + " refers to it as $${keystore:NAME}.")
  int set(
      @Mixin LogOptions options,
      @Parameters(index = "0", paramLabel = "NAME", description = "What a policy calls it.")
          String name,
      @Parameters(index = "1..*", hidden = true) @Nullable List<String> values) {
    if (values != null && !values.isEmpty()) {
      // Without what was given: it is a secret, and the history of the shell has it already.
      throw new ParameterException(
          spec.commandLine(),
          "a secret comes through standard input or the prompt, never as an argument, which every"
              + " user of this machine can see");
    }
    Keystore keystore = keystore(options);
    byte[] value = value(name);
    try {
      if (keystore.set(name, value)) {
        spec.commandLine()
            .getErr()
            .println(
                "weir: made a key in "
                    + keystore.keyFile()
                    + "; every proxy that reads this keystore needs it");
      }
    } finally {
      Arrays.fill(value, (byte) 0);
    }
    spec.commandLine().getOut().println("${keystore:" + name + "} is set");
    return ExitCode.OK;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the names and when each was set, never a secret.")
  int list(@Mixin LogOptions options, @Mixin OutputOptions output) {
    var out = spec.commandLine().getOut();
    var names = keystore(options).names();
    if (output.isJson()) {
      names.forEach((name, at) ->
          OutputOptions.print(
              out,
              JsonNodeFactory.instance.objectNode().put("name", name).put("set", at.toString())));
    } else {
      var table = new Table("NAME", "SET");
      names.forEach(table::row);
      table.print(out, "");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description =
          "Removes a secret from the file. A proxy that has read it uses it until it is started"
              + " again or the policy no longer names it.")
  int remove(
      @Mixin LogOptions options,
      @Parameters(paramLabel = "NAME", description = "Its name.") String name) {
    if (keystore(options).remove(name)) {
      spec.commandLine().getOut().println(name + " is removed");
      return ExitCode.OK;
    }
    spec.commandLine().getErr().println("weir: there is no secret " + name);
    return ExitCode.FOUND;
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description =
          "Encrypts every secret with a new key. Copies of the file that were made before need the"
              + " old one.")
  int rotate(
      @Mixin LogOptions options,
      @Option(
              names = "--new-key-file",
              paramLabel = "FILE",
              description =
                  "Where the new key is or shall be; without it, it takes the old one's place.")
          @Nullable Path newKeyFile) {
    Keystore keystore = keystore(options);
    if (newKeyFile == null) {
      keystore.rotate();
      spec.commandLine().getOut().println("the new key is in " + keystore.keyFile());
    } else {
      keystore.rotate(newKeyFile);
      spec.commandLine()
          .getOut()
          .println(
              "the new key is in "
                  + newKeyFile.toAbsolutePath().normalize()
                  + "; name it with WEIR_KEYSTORE_KEY_FILE or credentials.keystore-key-file");
    }
    return ExitCode.OK;
  }

  private static Keystore keystore(LogOptions options) {
    return Keystore.of(options.load(Map.of()), System.getenv(), InstantSource.system());
  }

  /** From the prompt where there is a terminal; else standard input without its last newline. */
  @SuppressWarnings("SystemConsoleNull") // Since Java 25 there is none without a terminal, again.
  private static byte[] value(String name) {
    Console console = System.console();
    return console != null && console.isTerminal() ? typed(console, name) : piped(System.in);
  }

  private static byte[] typed(Console console, String name) {
    char[] typed = console.readPassword("%s: ", name);
    if (typed == null) {
      return new byte[0];
    }
    byte[] room = new byte[typed.length * BYTES_OF_CHARACTER_MAX];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    var _ = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
    Arrays.fill(typed, '\0');
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    Arrays.fill(room, (byte) 0);
    return bytes;
  }

  private static byte[] piped(InputStream in) {
    byte[] all = new byte[Keystore.VALUE_BYTES_MAX + 2];
    try {
      int length = in.readNBytes(all, 0, all.length);
      if (length > 0 && all[length - 1] == '\n') {
        length--;
        length -= length > 0 && all[length - 1] == '\r' ? 1 : 0;
      }
      return Arrays.copyOf(all, length);
    } catch (IOException e) {
      throw new StartException(
          "cannot read standard input (" + e.getClass().getSimpleName() + ")", e);
    } finally {
      Arrays.fill(all, (byte) 0);
    }
  }
}
