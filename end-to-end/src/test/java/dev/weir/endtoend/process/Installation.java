package dev.weir.endtoend.process;

import dev.weir.endtoend.log.LogReader;
import dev.weir.standalone.echo.EchoConfig;
import dev.weir.standalone.echo.EchoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder with a policy, an echo provider in this JVM, and the processes that run on them. */
public final class Installation implements AutoCloseable {

  private static final Pattern KEY = Pattern.compile("wk_[a-z0-9]{6,32}_[A-Za-z0-9_-]{43}");

  private final Path folder;
  private final EchoServer echo;
  private final String policy;
  private final Deque<WeirProcess> processes = new ArrayDeque<>();

  private Installation(Path folder, EchoServer echo) {
    this.folder = folder;
    this.echo = echo;
    this.policy = Settings.policy(folder, "url: " + echo.uri() + "/v1");
  }

  public static Installation in(Path folder) {
    try {
      return new Installation(
          folder, EchoServer.start(EchoConfig.onLoopback(0), InstantSource.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path data(String name) {
    return folder.resolve(name);
  }

  public String policy() {
    return policy;
  }

  public EchoServer echo() {
    return echo;
  }

  /** {@code weir COMMAND} on a data folder of this name; closed with the installation. */
  public WeirProcess start(String command, String name, String... more) {
    WeirProcess process = WeirProcess.start(data(name), arguments(command, name, more));
    processes.push(process);
    return process;
  }

  /** {@code weir COMMAND} on a data folder of this name, to its end. */
  public WeirProcess.Ended run(String command, String name, String... more) {
    return WeirProcess.run(arguments(command, name, more));
  }

  private String[] arguments(String command, String name, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(command);
    arguments.add("--data=" + data(name));
    arguments.add("--config=" + Settings.config(folder, name));
    arguments.addAll(Arrays.asList(more));
    return arguments.toArray(String[]::new);
  }

  /** {@code weir COMMAND} against the log of another process, with its key-encryption key. */
  public WeirProcess join(
      String command, String name, WeirProcess.Running log, String secretOf, String... more) {
    shareSecret(secretOf, name);
    List<String> arguments = new ArrayList<>(logOptions(log));
    arguments.addAll(Arrays.asList(more));
    return start(command, name, arguments.toArray(String[]::new));
  }

  private void shareSecret(String from, String to) {
    try {
      Files.createDirectories(data(to));
      Path secret = data(to).resolve("key-encryption-key");
      if (!Files.exists(secret)) {
        Files.copy(data(from).resolve("key-encryption-key"), secret);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> logOptions(WeirProcess.Running log) {
    return List.of("--bootstrap-servers=" + log.bootstrapServers(), "--registry=" + log.registry());
  }

  /** A new virtual key of the team, as its owner would get it. */
  public String key(String team, String name) {
    WeirProcess.Ended ended =
        WeirProcess.run("key", "create", "--team=" + team, "--data=" + data(name));
    Matcher key = KEY.matcher(ended.standardOutput());
    if (ended.exitCode() != 0 || !key.find()) {
      throw new AssertionError("no key: " + ended);
    }
    return key.group();
  }

  public static LogReader log(WeirProcess.Running running) {
    return new LogReader(running.bootstrapServers(), running.registry());
  }

  /** What its processes, those that have ended included, have shown so far. */
  public Exposure exposure() {
    return new Exposure(folder);
  }

  public static URI gateway(WeirProcess.Running running) {
    return running.address("gateway");
  }

  /** Kills what still runs: how a process ends by itself is for the tests that are about that. */
  @Override
  public void close() {
    processes.forEach(WeirProcess::kill);
    echo.close();
  }
}
