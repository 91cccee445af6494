package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.schemas.event.Alert;
import dev.weir.schemas.event.AlertStatus;
import dev.weir.schemas.event.ControlOrder;
import dev.weir.standalone.alert.AlertBook;
import dev.weir.standalone.alert.AlertOrders;
import dev.weir.standalone.alert.UnknownAlertException;
import dev.weir.standalone.console.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    description = {
      "Lists alerts, and takes them in hand.",
      "An ID may be cut to as much of its beginning as no other open alert has."
    })
final class AlertCommand {

  private static final String NONE = "-";

  /** The subject of what is more than a team may have open. */
  private static final String OTHERS = "others";

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Options of what changes an alert. */
  static final class Words {

    @Mixin private LogOptions log = new LogOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "As 'weir alert list' shows it.")
    private String uid = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, in one line.")
    private String note = "";

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "Who says it (the user of the operating system).")
    private @Nullable String by;

    private String by() {
      return by == null ? System.getProperty("user.name", "unknown") : by;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the open alerts, the most severe first.")
  int list(
      @Mixin LogOptions log,
      @Mixin OutputOptions output,
      @Option(names = "--all", description = "Those that are over as well.") boolean all,
      @Option(names = "--team", paramLabel = "TEAM", description = "Of this team alone.")
          @Nullable String team,
      @Option(names = "--type", paramLabel = "TYPE", description = "Of this type alone, as pii.")
          @Nullable String type,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "Of which something was told since, as 2026-11-01T00:00:00Z.")
          @Nullable Instant since) {
    var connection = LogOptions.connection(log.load(Map.of()));
    List<Alert> wanted =
        AlertBook.read(connection, since == null ? Instant.EPOCH : since).all().stream()
            .filter(it -> all || !AlertBook.isOver(it))
            .filter(it -> team == null || it.getTeam().equals(team))
            .filter(it -> type == null || it.getType().equals(type))
            .toList();
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      wanted.forEach(it -> OutputOptions.print(out, AlertJson.of(it)));
    } else {
      print(wanted);
    }
    return ExitCode.OK;
  }

  private void print(List<Alert> alerts) {
    var table =
        new Table("SEVERITY", "STATUS", "TEAM", "COUNT", "FIRST", "LAST", "ASSIGNEE", "ID", "WHAT");
    for (Alert it : alerts) {
      table.row(
          AlertJson.severity(it),
          AlertJson.status(it.getStatus()),
          it.getTeam().isEmpty() ? NONE : it.getTeam(),
          it.getCount(),
          second(it.getFirstSeen()),
          second(it.getLastSeen()),
          it.getAssignee().isEmpty() ? NONE : it.getAssignee(),
          it.getFindingUid(),
          it.getTitle());
    }
    table.print(spec.commandLine().getOut(), "");
  }

  private static Object second(@Nullable Instant at) {
    return at == null ? NONE : at.truncatedTo(ChronoUnit.SECONDS);
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows all that is known of an alert, as JSON.")
  int show(
      @Mixin LogOptions log,
      @Parameters(paramLabel = "ID", description = "As 'weir alert list' shows it.") String uid) {
    var connection = LogOptions.connection(log.load(Map.of()));
    OutputOptions.print(
        spec.commandLine().getOut(),
        AlertJson.of(find(AlertBook.read(connection, Instant.EPOCH), uid)));
    return ExitCode.OK;
  }

  @Command(
      name = "ack",
      mixinStandardHelpOptions = true,
      description = "Says that somebody is at it: whoever says so, or the assignee.")
  int acknowledge(
      @Mixin Words words,
      @Option(names = "--assignee", paramLabel = "NAME", description = "Who is at it.")
          @Nullable String assignee) {
    return say(words, AlertStatus.ACKNOWLEDGED, assignee == null ? words.by() : assignee);
  }

  @Command(
      name = "assign",
      mixinStandardHelpOptions = true,
      description = "Gives it to somebody, who is at it from now on.")
  int assign(
      @Mixin Words words,
      @Parameters(index = "1", paramLabel = "NAME", description = "Who.") String assignee) {
    return say(words, AlertStatus.ACKNOWLEDGED, assignee);
  }

  @Command(
      name = "false-positive",
      mixinStandardHelpOptions = true,
      description = {
        "Says that it was none: the alert ends, and the like of the same team is not raised again.",
        "The like of a secret is that secret; of PII, its type; of others, their subject."
      })
  int falsePositive(
      @Mixin Words words,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "90d",
              converter = NewKeyOptions.Lifetime.class,
              description = "It is raised again after 30m, 12h, 90d (the default) or 2w.")
          Duration lasting,
      @Option(names = "--for-ever", description = "It is not raised again until 'reopen'.")
          boolean ever) {
    return say(
        words,
        AlertStatus.FALSE_POSITIVE,
        null,
        ever ? Optional.empty() : Optional.of(Instant.now().plus(lasting)));
  }

  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description = "Ends it; what is seen from now on opens a new one.")
  int close(@Mixin Words words) {
    return say(words, AlertStatus.CLOSED, null);
  }

  @Command(
      name = "reopen",
      mixinStandardHelpOptions = true,
      description = "Takes an acknowledgement or a false positive back.")
  int reopen(@Mixin Words words) {
    return say(words, AlertStatus.NEW, "");
  }

  @Command(
      name = "muted",
      mixinStandardHelpOptions = true,
      description = "Lists what is not raised any more, since it was called a false positive.")
  int muted(@Mixin LogOptions log, @Mixin OutputOptions output) {
    var connection = LogOptions.connection(log.load(Map.of()));
    List<ControlOrder> muted = new AlertOrders(connection, InstantSource.system()).muted();
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      muted.forEach(it -> OutputOptions.print(out, json(it)));
      return ExitCode.OK;
    }
    var table = new Table("TYPE", "TEAM", "SUBJECT", "SINCE", "UNTIL", "BY", "NOTE");
    muted.forEach(it ->
        table.row(
            it.getAlert().getType(),
            it.getAlert().getTeam().isEmpty() ? NONE : it.getAlert().getTeam(),
            it.getAlert().getSubject(),
            it.getOrderedAt().truncatedTo(ChronoUnit.SECONDS),
            second(it.getUntil()),
            it.getOrderedBy(),
            it.getReason().isEmpty() ? NONE : it.getReason()));
    table.print(out, "");
    return ExitCode.OK;
  }

  private static ObjectNode json(ControlOrder order) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", order.getAlert().getType())
        .put("team", order.getAlert().getTeam())
        .put("subject", order.getAlert().getSubject())
        .put("id", order.getAlert().getFindingUid())
        .put("since", order.getOrderedAt().toString())
        .put("until", order.getUntil() == null ? null : order.getUntil().toString())
        .put("by", order.getOrderedBy())
        .put("note", order.getReason());
  }

  private Alert find(AlertBook book, String uid) {
    try {
      return book.find(uid);
    } catch (UnknownAlertException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Says it, and waits until the processors have heard.
   *
   * @param assignee null for who it is already
   */
  private int say(Words words, AlertStatus status, @Nullable String assignee) {
    return say(words, status, assignee, Optional.empty());
  }

  private int say(
      Words words, AlertStatus status, @Nullable String assignee, Optional<Instant> until) {
    var connection = LogOptions.connection(words.log.load(Map.of()));
    Alert alert = find(AlertBook.read(connection, Instant.EPOCH), words.uid);
    boolean over = AlertBook.isOver(alert);
    var orders = new AlertOrders(connection, InstantSource.system());
    if (over
        && status != AlertStatus.FALSE_POSITIVE
        && !(status == AlertStatus.NEW && orders.isMuted(alert))) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + alert.getFindingUid() + "' is over; what is seen now opens a new alert");
    }
    if (status == AlertStatus.FALSE_POSITIVE && alert.getSubject().equals(OTHERS)) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + alert.getFindingUid() + "' is of many things; close it, or mute each by itself");
    }
    orders.give(
        alert,
        said(
            status,
            Optional.ofNullable(assignee).orElse(alert.getAssignee()),
            words.note,
            words.by(),
            until));
    tell(words, alert, status, over, over || isTaken(orders, alert, status));
    return ExitCode.OK;
  }

  private AlertOrders.Said said(
      AlertStatus status, String assignee, String note, String by, Optional<Instant> until) {
    try {
      return new AlertOrders.Said(status, assignee.strip(), note.strip(), by.strip(), until);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isTaken(AlertOrders orders, Alert alert, AlertStatus status) {
    try {
      return orders.awaitTaken(alert, status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tell(Words words, Alert alert, AlertStatus status, boolean over, boolean taken) {
    if (words.output.isJson()) {
      OutputOptions.print(
          spec.commandLine().getOut(),
          JsonNodeFactory.instance
              .objectNode()
              .put("id", alert.getFindingUid())
              .put("status", AlertJson.status(status))
              .put("taken", taken));
    } else {
      spec.commandLine()
          .getOut()
          .println(
              over
                  ? "alerts of type %s with subject '%s' of team '%s' are %s"
                      .formatted(
                          alert.getType(),
                          alert.getSubject(),
                          alert.getTeam(),
                          status == AlertStatus.NEW ? "raised again" : "not raised any more")
                  : alert.getFindingUid() + " is " + AlertJson.status(status));
    }
    if (!taken) {
      spec.commandLine()
          .getErr()
          .println("weir: the order is in the log; no processor has acted on it yet");
    }
  }
}
