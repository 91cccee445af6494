package dev.weir.standalone.process;

import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.ControlPlane;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All of Weir in one process. */
public final class Gateway implements AutoCloseable {

  /** Streams that restore much take longer, and traffic need not wait for them. */
  private static final Duration PROCESSORS_WITHIN = Duration.ofSeconds(20);

  private final WeirProcess process;
  private final Addresses addresses;
  private final LogConnection log;
  private final KeyEncryptionKey secret;
  private final @Nullable String newKey;

  private Gateway(
      WeirProcess process,
      LogConnection log,
      Addresses addresses,
      KeyEncryptionKey secret,
      @Nullable String newKey) {
    this.process = process;
    this.addresses = addresses;
    this.log = log;
    this.secret = secret;
    this.newKey = newKey;
  }

  /**
   * Returns when callers are served.
   *
   * @param progress is told in a few words what goes on
   * @throws StartException where the environment does not allow it
   */
  public static Gateway start(WeirConfig config, Governing governing, Consumer<String> progress) {
    WeirProcess process = WeirProcess.open(config, DataDirectory.GATEWAY);
    boolean started = false;
    try {
      Gateway gateway = start(process, governing, progress);
      started = true;
      return gateway;
    } finally {
      if (!started) {
        process.close();
      }
    }
  }

  private static Gateway start(
      WeirProcess process, Governing governing, Consumer<String> progress) {
    Premises premises = process.premises();
    premises.checkLog();
    premises.checkGateway();
    premises.checkProcessors();
    premises.checkSinks();
    progress.accept(
        process.config().log().isEmbedded() ? "starting the log" : "connecting to the log");
    LogConnection log = process.startLog();
    KeyEncryptionKey secret = process.secretOrNew(log);
    String newKey = null;
    try (ControlPlane control = process.control(log, secret)) {
      newKey = govern(process, control, governing);
    }
    progress.accept("starting gateway, processors and archive");
    process.startSinks(log);
    process.startProcessors(log, secret);
    URI echo = process.startEcho();
    process.startProxy(log, secret, echo);
    process.awaitProcessors(PROCESSORS_WITHIN);
    return new Gateway(process, log, process.publishAddresses(log), secret, newKey);
  }

  /** Applies the policy; the answer is the text of the key that was made with it. */
  private static @Nullable String govern(
      WeirProcess process, ControlPlane control, Governing governing) {
    return switch (governing) {
      case Governing.Always(String name, String text) -> {
        apply(control, name, text);
        yield null;
      }
      case Governing.IfNone(String text) -> {
        if (control.policy().isEmpty()) {
          apply(control, "the first policy", text);
        }
        yield DemoKey.find(process.data()).isEmpty() && control.keys().isEmpty()
            ? DemoKey.make(process.data(), control)
            : null;
      }
    };
  }

  private static void apply(ControlPlane control, String name, String text) {
    if (control.apply(text, "weir up") instanceof Application.Invalid(var problems)) {
      throw new StartException(
          problems.stream()
              .map(PolicyProblem::toString)
              .collect(Collectors.joining("\n  ", name + " is no valid policy:\n  ", "")));
    }
  }

  public Addresses addresses() {
    return addresses;
  }

  public LogConnection log() {
    return log;
  }

  public DataDirectory data() {
    return process.data();
  }

  public ControlPlane control() {
    return process.control(log, secret);
  }

  /** The text of the key that this start has made. */
  public Optional<String> newKey() {
    return Optional.ofNullable(newKey);
  }

  /** The file that holds a key for the team of the first policy. */
  public Optional<Path> keyFile() {
    return DemoKey.find(process.data()).map(_ -> DemoKey.file(process.data()));
  }

  @Override
  public void close() {
    process.close();
  }
}
