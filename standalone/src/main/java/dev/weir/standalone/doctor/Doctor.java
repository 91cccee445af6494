package dev.weir.standalone.doctor;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderAddress;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.log.TopicKeeper;
import dev.weir.schemas.log.UnusableLogException;
import dev.weir.standalone.config.LogSettings;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.process.Addresses;
import dev.weir.standalone.process.DataDirectory;
import dev.weir.standalone.process.Ports;
import dev.weir.standalone.process.Secrets;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.secret.PolicyReferences;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/**
 * Goes from the inside to the outside; a look that needs an earlier one is left out where that
 * failed.
 */
public final class Doctor {

  private static final int JAVA_MIN = 25;
  private static final long DISK_MIN_BYTES = 1L << 30;
  private static final int NAMED_MAX = 5;

  private final WeirConfig config;
  private final DataDirectory data;
  private final PolicyReferences references;
  private final InstantSource clock;
  private final boolean ends;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param ends whether transactions that hang are ended too, all else being only looked at
   */
  public Doctor(
      WeirConfig config, Map<String, String> environment, InstantSource clock, boolean ends) {
    this.ends = ends;
    this.config = config;
    this.data = DataDirectory.at(config.data());
    this.references = new PolicyReferences(config, environment);
    this.clock = clock;
  }

  /** Looks once. */
  public List<Finding> look() throws IOException {
    java();
    folder();
    secret();
    Optional<Addresses> running = Addresses.of(data);
    Optional<LogConnection> log = log(running);
    try (var web = new WebLook(clock)) {
      if (log.isPresent()) {
        topics(log.get());
        transactions(log.get());
        findings.add(web.ready("registry", log.get().registryUrl().resolve("/subjects")));
      }
      running.ifPresentOrElse(found -> parts(found, web), this::ports);
      config.policy().ifPresent(file -> policy(file, web));
    } finally {
      references.close();
    }
    return List.copyOf(findings);
  }

  private void java() {
    int feature = Runtime.version().feature();
    findings.add(
        feature >= JAVA_MIN
            ? Finding.ok("java", Runtime.version() + " in " + System.getProperty("java.home"))
            : Finding.fail("java", feature + ", needs " + JAVA_MIN + " or later"));
  }

  private void folder() throws IOException {
    Path path = data.path();
    if (!Files.exists(path)) {
      findings.add(Finding.ok("data folder", path + " will be made"));
      return;
    }
    if (!Files.isDirectory(path) || !Files.isWritable(path)) {
      findings.add(
          Finding.fail("data folder", path + " cannot be written to; name another with --data"));
      return;
    }
    FileStore store = Files.getFileStore(path);
    long free = store.getUsableSpace();
    String detail = path + ", " + (free >> 20) + " MiB free";
    findings.add(
        free < DISK_MIN_BYTES
            ? Finding.warn("data folder", detail)
            : Finding.ok("data folder", detail));
    data.warningOfOthers().ifPresent(text -> findings.add(Finding.warn("data folder", text)));
  }

  private void secret() {
    try {
      boolean there = Secrets.find(config.keyEncryptionKey(), data).isPresent();
      findings.add(
          there
              ? Finding.ok("key-encryption key", "there")
              : Finding.warn(
                  "key-encryption key",
                  "none; the first 'weir up' or 'weir policy apply' on an empty log makes it"));
    } catch (StartException e) {
      findings.add(Finding.fail("key-encryption key", String.valueOf(e.getMessage())));
    }
  }

  private Optional<LogConnection> log(Optional<Addresses> running) {
    LogSettings log = config.log();
    if (!log.isEmbedded()) {
      return Optional.of(
          new LogConnection(
              log.bootstrapServers().orElseThrow(),
              log.registry().orElseThrow(),
              log.topicPrefix(),
              log.clientProperties()));
    }
    return running.map(found ->
        new LogConnection(
            found.bootstrapServers(),
            found.registry(),
            found.topicPrefix(),
            log.clientProperties()));
  }

  private void topics(LogConnection log) {
    try {
      List<String> problems = TopicKeeper.problems(log);
      findings.add(Finding.ok("kafka", log.bootstrapServers() + " answers"));
      if (problems.isEmpty()) {
        findings.add(Finding.ok("topics", "all there, with the settings that they need"));
      }
      problems.forEach(problem -> findings.add(Finding.fail("topics", problem)));
    } catch (UnusableLogException e) {
      findings.add(Finding.fail("kafka", String.valueOf(e.getMessage())));
    }
  }

  private void transactions(LogConnection log) {
    try (var transactions = new HangingTransactions(log, clock)) {
      List<HangingTransactions.Hanging> hanging = transactions.find();
      if (hanging.isEmpty()) {
        findings.add(Finding.ok("transactions", "none hangs"));
      } else if (ends) {
        Map<HangingTransactions.Hanging, String> failed = transactions.abort(hanging);
        findings.add(
            failed.isEmpty()
                ? Finding.warn("transactions", "aborted: " + names(hanging))
                : Finding.fail(
                    "transactions",
                    "could not be aborted: "
                        + names(List.copyOf(failed.keySet()))
                        + ": "
                        + failed.values().iterator().next()));
      } else {
        findings.add(
            Finding.fail(
                "transactions",
                names(hanging)
                    + " wait for a transaction that nobody will end: run weir doctor"
                    + " --abort-hanging-transactions"));
      }
    } catch (ExecutionException | KafkaException e) {
      findings.add(Finding.warn("transactions", "cannot be looked at: " + cause(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(Finding.warn("transactions", "were not looked at: interrupted"));
    }
  }

  private static String names(List<HangingTransactions.Hanging> hanging) {
    String first =
        hanging.stream()
            .map(it -> it.partition().toString())
            .sorted()
            .limit(NAMED_MAX)
            .collect(Collectors.joining(", "));
    int more = hanging.size() - NAMED_MAX;
    return more > 0 ? first + " and " + more + " more partitions" : first;
  }

  private static String cause(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private void parts(Addresses running, WebLook web) {
    findings.add(Finding.ok("process", "weir runs as process " + running.pid()));
    ready(Addresses.ADMIN, "gateway", running, web);
    ready(Addresses.PROCESSORS, "processors", running, web);
    ready(Addresses.SINKS, "archive", running, web);
    running
        .other(Addresses.ECHO)
        .ifPresent(uri -> findings.add(web.ready("echo", uri.resolve("/v1/models"))));
  }

  private void ready(String name, String subject, Addresses running, WebLook web) {
    running.other(name).ifPresent(uri -> findings.add(web.ready(subject, uri.resolve("/readyz"))));
  }

  private void ports() {
    var listeners = config.listeners();
    port(listeners.host(), listeners.port(), "--port");
    port(listeners.host(), listeners.adminPort(), "--admin-port");
    if (config.log().isEmbedded()) {
      port("127.0.0.1", config.log().kafkaPort(), "--kafka-port");
      port("127.0.0.1", config.log().registryPort(), "--registry-port");
    }
  }

  private void port(String host, int port, String option) {
    String subject = "port " + port;
    try {
      Ports.requireFree(host, port, option);
      findings.add(Finding.ok(subject, "free"));
    } catch (StartException e) {
      findings.add(Finding.fail(subject, String.valueOf(e.getMessage())));
    }
  }

  private void policy(Path file, WebLook web) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      findings.add(Finding.fail("policy", "cannot read " + file));
      return;
    }
    switch (PolicyParser.parse(text)) {
      case PolicyReading.Invalid(var problems) ->
          problems.forEach(problem -> findings.add(Finding.fail("policy", file + ":" + problem)));
      case PolicyReading.Valid(Policy policy) -> {
        findings.add(Finding.ok("policy", file + " is valid"));
        policy.providers().values().forEach(provider -> provider(provider, web));
      }
    }
  }

  private void credential(String subject, CredentialReference reference) {
    try {
      var _ = references.read(reference);
    } catch (UnreadableSecretException e) {
      findings.add(Finding.fail(subject, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(Finding.warn(subject, reference + " was not read: interrupted"));
    }
  }

  private void provider(Provider provider, WebLook web) {
    String subject = "provider " + provider.id();
    provider.credentials().stream()
        .flatMap(each -> each.references().stream())
        .forEach(reference -> credential(subject, reference));
    if (provider.address() instanceof ProviderAddress.Url(URI base)) {
      findings.add(web.reach(subject, base));
    }
  }
}
