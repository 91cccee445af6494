package dev.weir.standalone.cli;

import dev.weir.schemas.log.UnusableLogException;
import dev.weir.standalone.broker.CannotStartException;
import dev.weir.standalone.config.InvalidConfigException;
import dev.weir.standalone.control.ControlException;
import dev.weir.standalone.process.StartException;
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
      PolicyCommand.class,
      DoctorCommand.class,
      BrokerCommand.class,
      RegistryCommand.class,
      ProxyCommand.class,
      ProcessorsCommand.class,
      SinksCommand.class,
      EchoCommand.class,
      TrainCommand.class
    })
final class WeirCommand implements Runnable {

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
    if (e instanceof StartException
        || e instanceof CannotStartException
        || e instanceof UnusableLogException
        || e instanceof ControlException
        || e instanceof InvalidConfigException) {
      LoggerFactory.getLogger(WeirCommand.class).warn("cannot go on", e);
      line.getErr().println("weir: " + e.getMessage());
      return ExitCode.UNUSABLE;
    }
    LoggerFactory.getLogger(WeirCommand.class).warn("a defect", e);
    line.getErr().println("weir: a defect of Weir, please report it:");
    e.printStackTrace(line.getErr());
    return ExitCode.FOUND;
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
