package dev.weir.standalone.cli;

import dev.weir.governance.identity.TeamId;
import dev.weir.standalone.control.NewKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** What a new key is for. */
final class NewKeyOptions {

  private static final Pattern LIFETIME = Pattern.compile("([1-9]\\d{0,4})([mhdw])");

  @Option(names = "--team", required = true, paramLabel = "TEAM", description = "Who pays.")
  private String team = "";

  @Option(names = "--project", paramLabel = "NAME", description = "A project of the team.")
  private @Nullable String project;

  @Option(names = "--user", paramLabel = "NAME", description = "A person.")
  private @Nullable String user;

  @Option(names = "--name", paramLabel = "NAME", description = "What the key is called in lists.")
  private @Nullable String name;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      converter = Lifetime.class,
      description = "How long it serves: 30m, 12h, 90d or 2w.")
  private @Nullable Duration lifetime;

  @Option(
      names = "--expires",
      paramLabel = "INSTANT",
      description = "Until when it serves, for example 2027-01-01T00:00:00Z.")
  private @Nullable Instant expires;

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      description = "The models and routes that it may be used for, separated by commas.")
  private List<String> models = List.of();

  NewKey read(CommandSpec spec, Instant now) {
    if (lifetime != null && expires != null) {
      throw new ParameterException(spec.commandLine(), "say --expires-in or --expires, not both");
    }
    Instant end = lifetime == null ? expires : now.plus(lifetime);
    if (end != null && !end.isAfter(now)) {
      throw new ParameterException(spec.commandLine(), "--expires " + end + " is in the past");
    }
    try {
      return new NewKey(
          new TeamId(team),
          Optional.ofNullable(project),
          Optional.ofNullable(user),
          Optional.ofNullable(name),
          Optional.ofNullable(end),
          models);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  static final class Lifetime implements CommandLine.ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      Matcher matcher = LIFETIME.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "expected a time like 30m, 12h, 90d or 2w, got '" + text + "'");
      }
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        case "d" -> Duration.ofDays(amount);
        default -> Duration.ofDays(7 * amount);
      };
    }
  }
}
