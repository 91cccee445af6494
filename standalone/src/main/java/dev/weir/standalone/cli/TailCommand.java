package dev.weir.standalone.cli;

import dev.weir.schemas.log.LogConnection;
import dev.weir.schemas.topic.Topic;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.DataDirectory;
import dev.weir.standalone.process.Secrets;
import dev.weir.standalone.tail.ContentView;
import dev.weir.standalone.tail.TopicTail;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints a topic's records, one line of JSON each, until it is stopped.")
final class TailCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();

  @Parameters(
      paramLabel = "TOPIC",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String name = "";

  @Option(names = "--from-beginning", description = "Begin with what the topic still holds.")
  private boolean fromBeginning;

  @Option(names = "--no-follow", description = "Stop at the end that the topic has now.")
  private boolean noFollow;

  @Option(names = "-n", paramLabel = "COUNT", description = "Stop after so many records.")
  private long max = Long.MAX_VALUE;

  @Option(
      names = "--reveal",
      description = "Show content; needs the installation's key-encryption key.")
  private boolean reveal;

  @Override
  public Integer call() {
    WeirConfig config = log.load(Map.of());
    Topic topic = topic(config.log().topicPrefix());
    if (max <= 0) {
      throw new ParameterException(spec.commandLine(), "-n: expected 1 or more, got " + max);
    }
    LogConnection connection = LogOptions.connection(config);
    var out = spec.commandLine().getOut();
    var printed = new AtomicLong();
    try (var tail = new TopicTail(connection, topic, contents(config, connection))) {
      tail.run(
          new TopicTail.Range(fromBeginning, !noFollow),
          record -> {
            OutputOptions.print(out, record);
            return printed.incrementAndGet() < max && !out.checkError();
          });
    }
    return ExitCode.OK;
  }

  private ContentView contents(WeirConfig config, LogConnection connection) {
    if (!reveal) {
      return new ContentView.Hidden();
    }
    DataDirectory data = DataDirectory.at(config.data());
    var secret =
        Secrets.find(config.keyEncryptionKey(), data).orElseThrow(() -> Secrets.missing(data));
    try (var control =
        ControlPlane.connect(
            connection, () -> secret, InstantSource.system(), new SecureRandom())) {
      return new ContentView.Revealed(control.dataKeys());
    }
  }

  private Topic topic(String prefix) {
    for (Topic topic : Topic.values()) {
      if (topic.in("").equals(name) || topic.in(prefix).equals(name)) {
        return topic;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "there is no topic '" + name + "'; there are " + String.join(", ", new Names()));
  }

  /** The catalogue. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Topic.values()).map(topic -> topic.in("")).iterator();
    }
  }
}
