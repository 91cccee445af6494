package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyAdvice;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyProblem;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.schemas.event.PolicyDocument;
import dev.weir.standalone.config.WeirConfig;
import dev.weir.standalone.console.Table;
import dev.weir.standalone.control.Application;
import dev.weir.standalone.control.Catalogues;
import dev.weir.standalone.control.ControlPlane;
import dev.weir.standalone.process.StartException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks, applies, compares and shows what governs.",
    subcommands = {PolicyDiffCommand.class})
final class PolicyCommand implements Runnable {

  private static final int HASH_SHOWN = 12;

  /** No parser takes more characters than a quarter of this. */
  private static final long BYTES_MAX = 4L * PolicyParser.MAX_CHARACTERS;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say check, apply, show, history, diff, rollback or schema");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Finds every error, with line and column. Needs nothing that runs.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:the policy is valid, with warnings or without",
        "1:it has errors, or with --strict warnings",
        "2:the file cannot be read, or the command line is wrong"
      })
  int check(
      @Mixin OutputOptions output,
      @Option(names = "--strict", description = "Warnings are errors.") boolean strict,
      @Parameters(paramLabel = "FILE", description = "A policy.yaml.") Path file) {
    String text = read(file);
    return switch (PolicyParser.parse(text)) {
      case PolicyReading.Invalid(var problems) -> invalid(file, problems, output);
      case PolicyReading.Valid(Policy policy) -> {
        List<PolicyProblem> warnings =
            PolicyAdvice.of(Catalogues.ofThisRelease().complete(policy), text);
        var out = spec.commandLine().getOut();
        ProblemList.printValid(out, file, warnings, output);
        if (!output.isJson()) {
          out.printf(
              "%s is valid: %d provider(s), %d model(s), %d route(s), %d team(s), %d price(s)%n",
              file,
              policy.providers().size(),
              policy.models().size(),
              policy.routes().size(),
              policy.teams().size(),
              policy.prices().size());
        }
        yield strict && !warnings.isEmpty() ? ExitCode.FOUND : ExitCode.OK;
      }
    };
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Publishes a policy as the next version; every proxy follows within a second.")
  int apply(
      @Mixin ControlOptions control,
      @Mixin PublishOptions publish,
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "FILE", description = "A policy.yaml.") Path file) {
    var publication = publish.publication(spec);
    String text = read(file);
    if (PolicyParser.parse(text) instanceof PolicyReading.Invalid(var problems)) {
      return invalid(file, problems, output);
    }
    Application application;
    try (ControlPlane plane = control.connectToApply(spec.commandLine().getErr())) {
      application = plane.apply(text, publication);
    }
    return new PolicyOutcome(spec, output).print(application, file);
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Publishes what an earlier version said as the next one.")
  int rollback(
      @Mixin ControlOptions control,
      @Mixin PublishOptions publish,
      @Mixin OutputOptions output,
      @Parameters(paramLabel = "N", description = "The version that was right.") long version) {
    var publication = publish.publication(spec);
    Application application;
    try (ControlPlane plane = control.connect()) {
      application = plane.rollback(version, publication);
    }
    return new PolicyOutcome(spec, output).print(application, Path.of("version-" + version));
  }

  @Command(name = "show", description = "Prints the policy that governs, or an earlier version.")
  int show(
      @Mixin ControlOptions control,
      @Option(
              names = {"-h", "--help"},
              usageHelp = true,
              description = "Show this help message.")
          boolean help,
      @Option(names = "--version", paramLabel = "N", description = "Which one (the newest).")
          @Nullable Long number) {
    Optional<PolicyDocument> policy;
    try (ControlPlane plane = control.connect()) {
      policy = number == null ? plane.policy() : plane.version(number);
    }
    var err = spec.commandLine().getErr();
    if (policy.isEmpty()) {
      err.println(
          number == null
              ? "weir: no policy has been applied yet"
              : "weir: there is no version " + number + "; 'weir policy history' lists them");
      return ExitCode.FOUND;
    }
    PolicyDocument document = policy.get();
    err.printf(
        "version %d, published %s by %s%n",
        document.getVersion(), document.getPublishedAt(), document.getPublishedBy());
    spec.commandLine().getOut().print(document.getText());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Lists every version that was applied, the newest first.")
  int history(
      @Mixin ControlOptions control,
      @Mixin OutputOptions output,
      @Option(
              names = {"-n", "--last"},
              paramLabel = "N",
              defaultValue = "50",
              description = "How many (${DEFAULT-VALUE}).")
          int last) {
    List<PolicyDocument> versions;
    try (ControlPlane plane = control.connect()) {
      versions = plane.history().reversed().stream().limit(Math.max(1, last)).toList();
    }
    if (output.isJson()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      versions.forEach(it ->
          list.addObject()
              .put("version", it.getVersion())
              .put("publishedAt", it.getPublishedAt().toString())
              .put("publishedBy", it.getPublishedBy())
              .put("comment", it.getComment())
              .put("bytes", bytes(it).length)
              .put("sha256", sha256(it)));
      OutputOptions.print(spec.commandLine().getOut(), list);
    } else {
      var table = new Table("VERSION", "WHEN", "WHO", "BYTES", "SHA-256", "COMMENT");
      versions.forEach(it ->
          table.row(
              it.getVersion(),
              it.getPublishedAt(),
              it.getPublishedBy(),
              bytes(it).length,
              sha256(it).substring(0, HASH_SHOWN),
              it.getComment()));
      table.print(spec.commandLine().getOut(), "");
    }
    return ExitCode.OK;
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints the JSON Schema of policy.yaml or of weir.yaml, for editors.")
  int schema(
      @Parameters(
              arity = "0..1",
              paramLabel = "policy|config",
              defaultValue = "policy",
              description = "Which file (${DEFAULT-VALUE}).")
          SchemaOf which) {
    var out = spec.commandLine().getOut();
    out.print(which == SchemaOf.policy ? PolicyParser.schema() : WeirConfig.schema());
    out.flush();
    return ExitCode.OK;
  }

  /** The files that have a schema. */
  enum SchemaOf {
    policy,
    config
  }

  private int invalid(Path file, List<PolicyProblem> problems, OutputOptions output) {
    ProblemList.print(spec.commandLine().getOut(), file, problems, output);
    return ExitCode.FOUND;
  }

  private static byte[] bytes(PolicyDocument document) {
    return document.getText().getBytes(StandardCharsets.UTF_8);
  }

  /** As {@code sha256sum} says it of the file that was applied. */
  private static String sha256(PolicyDocument document) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(document)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A text that a policy, a catalogue or another gateway's configuration may be. */
  static String read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new StartException(file + " is larger than " + BYTES_MAX + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartException("cannot read " + file + ": " + why(file, e), e);
    }
  }

  /** Why a file cannot be read, in words for whoever named it. */
  private static String why(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "this user may not";
      case CharacterCodingException _ -> "it is no text in UTF-8";
      default -> Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName();
    };
  }
}
