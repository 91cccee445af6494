package dev.weir.standalone.cli;

import dev.weir.schemas.event.StatementSeal;
import dev.weir.schemas.log.LogConnection;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.Publication;
import dev.weir.standalone.statement.BooksOfLog;
import dev.weir.standalone.statement.Close;
import dev.weir.standalone.statement.Made;
import dev.weir.standalone.statement.StatementFile;
import dev.weir.standalone.statement.Statements;
import dev.weir.standalone.statement.Waiver;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what a team owes for a month, from the chargeback rows of the log.",
      "A closed month is verified against what was fixed when it was closed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written; where the month is closed, it is what was closed",
      "1:the month is closed and the log gives another statement, or nothing is known of the team",
      "2:the command line or the environment is wrong"
    })
final class StatementCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LogOptions log = new LogOptions();

  @Option(names = "--team", paramLabel = "TEAM", description = "Whose statement it is.")
  private @Nullable String team;

  @Option(
      names = "--month",
      paramLabel = "YYYY-MM",
      converter = MonthConverter.class,
      description = "Which month; months begin in UTC.")
  private @Nullable YearMonth month;

  @Option(names = "--project", paramLabel = "NAME", description = "Only this project's part.")
  private @Nullable String project;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "csv, focus (FOCUS 1.4 as CSV), json or pdf (${DEFAULT-VALUE}).")
  private StatementFile.Form form = StatementFile.Form.csv;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it (standard output); a file that exists is replaced.")
  private @Nullable Path out;

  @Option(
      names = "--check",
      description = {
        "Write no statement; verify that token counts, rated usage and chargeback rows of the month"
            + " agree, for all teams or for --team.",
        "Exit code 1 where they do not, with the first differences."
      })
  private boolean check;

  @Override
  public Integer call() {
    YearMonth when = required("--month", month);
    if (check) {
      return check(when);
    }
    String whose = required("--team", team);
    if (form == StatementFile.Form.pdf && out == null) {
      throw new ParameterException(spec.commandLine(), "-o pdf needs --out FILE");
    }
    try (Statements statements = Statements.connect(connection(), InstantSource.system());
        var file =
            new StatementFile(
                form,
                when,
                Optional.ofNullable(project),
                Optional.ofNullable(out),
                spec.commandLine().getOut())) {
      Made made = statements.make(when, whose, file::add);
      if (made.closing().isEmpty() && made.statement().isEmpty() && !statements.knows(whose)) {
        complain("neither the log nor the policy knows a team '%s' in %s".formatted(whose, when));
        return ExitCode.FOUND;
      }
      file.finish(made);
      return say(made);
    }
  }

  private int check(YearMonth when) {
    Optional<BooksOfLog.Checked> checked =
        BooksOfLog.check(
            connection(), when, Optional.ofNullable(team), InstantSource.system().instant());
    if (checked.isEmpty()) {
      complain("the log holds no whole hour of %s to compare".formatted(when));
      return ExitCode.FOUND;
    }
    return new BooksReport(spec.commandLine().getOut()).print(when, checked.get());
  }

  /** About what was written, for people. */
  private int say(Made made) {
    made.wholeSince()
        .ifPresent(since ->
            complain(
                "the log holds rows since %s%s"
                    .formatted(since, made.isCut() ? "; older ones of the month are gone" : "")));
    if (made.statement().unpricedTokens() > 0) {
      complain(
          "%d tokens have no price and are in no total"
              .formatted(made.statement().unpricedTokens()));
    }
    return switch (made.verdict()) {
      case OPEN -> {
        complain(
            "%s is open: read to the end of the log, %d row(s)"
                .formatted(made.statement().month(), made.statement().rows()));
        yield ExitCode.OK;
      }
      case AS_CLOSED -> {
        complain(
            "closed %s by %s; verified, SHA-256 %s"
                .formatted(
                    made.closing().orElseThrow().getClosedAt(),
                    made.closing().orElseThrow().getClosedBy(),
                    hash(made.seal().orElseThrow().getSha256())));
        yield ExitCode.OK;
      }
      case ALTERED -> {
        complain(
            "this is NOT the statement that was closed: its SHA-256 is %s and not %s%s"
                .formatted(
                    hash(ByteBuffer.wrap(made.sha256())),
                    hash(made.seal().orElseThrow().getSha256()),
                    made.isCut() ? "; rows that are too old for the log are in the archive" : ""));
        yield ExitCode.FOUND;
      }
    };
  }

  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description = {
        "Fixes the statements of a month that is over, all that are open or one team's.",
        "Rows that come later go to the statement of a later month."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:closed",
        "1:nothing was closed: it is too early, rows are gone, all are closed already, or one"
            + " depends on others",
        "2:the command line or the environment is wrong"
      })
  int close(
      @Mixin LogOptions closeLog,
      @Option(
              names = "--month",
              required = true,
              paramLabel = "YYYY-MM",
              converter = MonthConverter.class,
              description = "Which month.")
          YearMonth when,
      @Option(names = "--team", paramLabel = "TEAM", description = "Only this team's.")
          @Nullable String only,
      @Option(names = "--comment", paramLabel = "TEXT", description = "Why, in one line.")
          @Nullable String comment,
      @Option(
              names = "--by",
              paramLabel = "NAME",
              description = "Who closes (the user of the operating system).")
          @Nullable String by,
      @Option(
              names = "--early",
              description =
                  "Do not wait for usage that comes late, three days from the end of the month.")
          boolean early,
      @Option(
              names = "--incomplete",
              description = "Close a month although the log may have deleted rows of it.")
          boolean incomplete) {
    Instant end = when.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (InstantSource.system().instant().isBefore(end)) {
      throw new ParameterException(
          spec.commandLine(), when + " is not over before " + end + "; close it then");
    }
    log = closeLog;
    try (Statements statements = Statements.connect(connection(), InstantSource.system())) {
      return print(
          statements.close(
              when, Optional.ofNullable(only), waived(early, incomplete), publication(by, comment)),
          when);
    }
  }

  private static Set<Waiver> waived(boolean early, boolean incomplete) {
    Set<Waiver> waived = EnumSet.noneOf(Waiver.class);
    if (early) {
      waived.add(Waiver.LATE_USAGE);
    }
    if (incomplete) {
      waived.add(Waiver.DELETED_ROWS);
    }
    return waived;
  }

  private int print(Close answer, YearMonth when) {
    return switch (answer) {
      case Close.Closed(var closing) -> {
        var table = new Table("TEAM", "ROWS", "UNPRICED TOKENS", "TOTAL", "SHA-256");
        for (StatementSeal seal : closing.getStatements()) {
          table.row(
              seal.getTeam(),
              seal.getRows(),
              seal.getUnpricedTokens(),
              seal.getTotals().stream()
                  .map(total ->
                      total.getAmount().stripTrailingZeros().toPlainString()
                          + " "
                          + total.getCurrency())
                  .collect(Collectors.joining(", ")),
              hash(seal.getSha256()));
        }
        PrintWriter printed = spec.commandLine().getOut();
        printed.printf(
            "closed %d statement(s) of %s, closing %s%n",
            closing.getStatements().size(), when, closing.getClosingId());
        table.print(printed, "");
        yield ExitCode.OK;
      }
      case Close.ClosedBefore() -> {
        complain(
            "nothing to close: every statement of %s that is asked for is closed".formatted(when));
        yield ExitCode.FOUND;
      }
      case Close.Overtaken() -> {
        complain(
            "nothing was closed: somebody else closed statements of %s meanwhile".formatted(when));
        yield ExitCode.FOUND;
      }
      case Close.TooEarly(Instant from) -> {
        complain(
            ("nothing was closed: usage of %s may still come; close it from %s on, or with --early,"
                    + " and what comes later is charged by a later statement")
                .formatted(when, from));
        yield ExitCode.FOUND;
      }
      case Close.Incomplete(Instant wholeSince) -> {
        complain(
            ("nothing was closed: the log holds rows since %s alone and what %s had before may"
                    + " be gone; the archive has it. --incomplete closes what is left")
                .formatted(wholeSince, when));
        yield ExitCode.FOUND;
      }
      case Close.Entangled(String rule, var others) -> {
        complain(
            ("nothing was closed: shared cost '%s' ties this statement to those of %s; close them"
                    + " together, without --team")
                .formatted(rule, String.join(", ", others)));
        yield ExitCode.FOUND;
      }
    };
  }

  private Publication publication(@Nullable String by, @Nullable String comment) {
    try {
      return new Publication(
          by == null ? System.getProperty("user.name", "unknown") : by,
          comment == null ? "" : comment,
          OptionalLong.empty());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private LogConnection connection() {
    return LogOptions.connection(log.load(Map.of()));
  }

  private <T> T required(String option, @Nullable T value) {
    if (value == null) {
      throw new ParameterException(spec.commandLine(), option + " is missing");
    }
    return value;
  }

  private void complain(String text) {
    spec.commandLine().getErr().println("weir: " + text);
  }

  private static String hash(ByteBuffer hash) {
    byte[] bytes = new byte[hash.remaining()];
    hash.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Like 2026-10. */
  static final class MonthConverter implements ITypeConverter<YearMonth> {

    @Override
    public YearMonth convert(String value) {
      try {
        return YearMonth.parse(value);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + value + "' is no month like 2026-10");
      }
    }
  }
}
