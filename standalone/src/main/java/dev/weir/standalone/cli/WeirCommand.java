package dev.weir.standalone.cli;

import dev.weir.governance.books.Books;
import dev.weir.governance.privacy.UnreadableContentException;
import dev.weir.governance.statement.BookFullException;
import dev.weir.schemas.log.UnusableLogException;
import dev.weir.standalone.broker.CannotStartException;
import dev.weir.standalone.config.InvalidConfigException;
import dev.weir.standalone.control.ControlException;
import dev.weir.standalone.process.StartException;
import dev.weir.standalone.reconcile.UnreadableExportException;
import dev.weir.standalone.rerate.RerateException;
import dev.weir.standalone.secret.KeystoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The root of the commands, and the one place that turns a failure into words and an exit code. */
@Command(
    name = "weir",
    mixinStandardHelpOptions = true,
    versionProvider = WeirCommand.Version.class,
    description = "An AI gateway whose only database is a Kafka log.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:the command found a difference or a failure",
      "2:the command line or the environment is wrong"
    },
    footer = {
      "",
      "Start with: weir up",
      "'weir test' runs every test and 'weir bench' compares with nginx; both need the sources."
    },
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      TailCommand.class,
      KeyCommand.class,
      StopCommand.class,
      ResumeCommand.class,
      BurnCommand.class,
      LimitsCommand.class,
      ProveCommand.class,
      PolicyCommand.class,
      StatementCommand.class,
      ReconcileCommand.class,
      SecretCommand.class,
      FindSecretCommand.class,
      AlertCommand.class,
      ModelsCommand.class,
      RerateCommand.class,
      ImportCommand.class,
      DoctorCommand.class,
      BrokerCommand.class,
      RegistryCommand.class,
      ProxyCommand.class,
      ProcessorsCommand.class,
      SinksCommand.class,
      EchoCommand.class,
      TranslateCommand.class,
      RouteCommand.class,
      TrainCommand.class,
      AnomalyCommand.class,
      InspectCommand.class,
      WarmUpCommand.class
    })
final class WeirCommand implements Runnable {

  private static final int CAUSES_MAX = 4;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  static CommandLine line() {
    return new CommandLine(new WeirCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(WeirCommand::misused)
        .setExecutionExceptionHandler(WeirCommand::failed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    line.getErr().println("weir: " + e.getMessage());
    line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.UNUSABLE;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult result) {
    Optional<String> reason = reason(e);
    if (reason.isPresent()) {
      LoggerFactory.getLogger(WeirCommand.class).warn("cannot go on", e);
      line.getErr().println("weir: " + reason.get());
      return ExitCode.UNUSABLE;
    }
    LoggerFactory.getLogger(WeirCommand.class).warn("a defect", e);
    line.getErr().println("weir: a defect of Weir, please report it:");
    e.printStackTrace(line.getErr());
    return ExitCode.FOUND;
  }

  /** What is wrong around Weir; nothing where Weir itself is. */
  private static Optional<String> reason(Exception e) {
    return switch (e) {
      case StartException _,
          CannotStartException _,
          UnusableLogException _,
          ControlException _,
          RerateException _,
          KeystoreException _,
          BookFullException _,
          Books.TooManyEntriesException _,
          UnreadableExportException _,
          InvalidConfigException _ ->
          Optional.of(String.valueOf(e.getMessage()));
      case UnreadableContentException _ ->
          Optional.of(
              "the key-encryption key at hand is not the one of this log: " + e.getMessage());
      case KafkaException _ -> Optional.of("the log cannot be used: " + chain(e));
      default -> Optional.empty();
    };
  }

  /** The client says what failed in the outer message, and why in an inner one. */
  private static String chain(Throwable e) {
    List<String> messages = new ArrayList<>();
    for (Throwable at = e; at != null && messages.size() < CAUSES_MAX; at = at.getCause()) {
      messages.add(String.valueOf(at.getMessage()).replaceAll("\\s+", " "));
    }
    return String.join(": ", messages);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "weir " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
      };
    }
  }
}
