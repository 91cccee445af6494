package dev.weir.proxy.exchange;

import dev.weir.dialects.canonical.DialectName;
import dev.weir.governance.quota.LimitStanding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;

/** Weir's own headers of an answer. */
final class AnswerHeaders {

  private static final int LIST_CHARACTERS_MAX = 1_000;

  private AnswerHeaders() {}

  static void requestId(String requestId, HttpFields.Mutable headers) {
    headers.put("x-weir-request-id", requestId);
  }

  static void servedBy(Route route, HttpFields.Mutable headers) {
    headers.put("x-weir-served-by", route.providerId() + "/" + route.model().upstreamModel());
  }

  /** Only where more than one was made. */
  static void attempts(int attempts, HttpFields.Mutable headers) {
    if (attempts > 1) {
      headers.put("x-weir-attempts", Integer.toString(attempts));
    }
  }

  /** Only where it is so: the tokens that the answer names were not counted by the provider. */
  static void estimated(boolean estimated, HttpFields.Mutable headers) {
    if (estimated) {
      headers.put("x-weir-estimated", "true");
    }
  }

  /** What was left out of the request, and what of the answer as far as it is known. */
  static void dropped(List<String> asked, List<String> answered, HttpFields.Mutable headers) {
    List<String> all = Stream.concat(asked.stream(), answered.stream()).toList();
    if (!all.isEmpty()) {
      headers.put("x-weir-dropped", list(all));
    }
  }

  /** What guards warn of, after what they warned of before. */
  static void guards(List<String> warnings, HttpFields.Mutable headers) {
    if (!warnings.isEmpty()) {
      String before = headers.get("x-weir-guard");
      headers.put("x-weir-guard", (before == null ? "" : before + ", ") + list(warnings));
    }
  }

  /** In milliseconds, to the microsecond. */
  static void overhead(long nanos, HttpFields.Mutable headers) {
    long micros = nanos / 1_000;
    String fraction = Long.toString(1_000 + micros % 1_000).substring(1);
    headers.put("x-weir-overhead-ms", micros / 1_000 + "." + fraction);
  }

  /** The binding limit as OpenAI names it, and for Anthropic's callers as Anthropic does. */
  static void limit(
      DialectName dialect,
      Optional<LimitStanding> binding,
      Instant now,
      HttpFields.Mutable headers) {
    if (binding.isEmpty()) {
      return;
    }
    LimitStanding standing = binding.get();
    String unit = standing.limit().unit().text();
    headers.put("x-ratelimit-limit-" + unit, Long.toString(standing.limit().max()));
    headers.put("x-ratelimit-remaining-" + unit, Long.toString(standing.remaining()));
    standing
        .reset()
        .ifPresent(reset ->
            headers.put("x-ratelimit-reset-" + unit, duration(Duration.between(now, reset))));
    if (dialect == DialectName.ANTHROPIC) {
      String prefix = "anthropic-ratelimit-" + unit;
      headers.put(prefix + "-limit", Long.toString(standing.limit().max()));
      headers.put(prefix + "-remaining", Long.toString(standing.remaining()));
      standing
          .reset()
          .ifPresent(reset ->
              headers.put(prefix + "-reset", reset.truncatedTo(ChronoUnit.SECONDS).toString()));
    }
  }

  /** Names in one line; what is no printable ASCII, or too much, is left out. */
  static String list(List<String> names) {
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
      if (line.length() + printable.length() > LIST_CHARACTERS_MAX) {
        return line.append(line.isEmpty() ? "..." : ", ...").toString();
      }
      line.append(line.isEmpty() ? "" : ", ").append(printable);
    }
    return line.toString();
  }

  /** As OpenAI writes it: {@code 1h2m3s}, {@code 250ms}. */
  static String duration(Duration time) {
    if (time.isNegative()) {
      return "0s";
    }
    if (time.compareTo(Duration.ofSeconds(1)) < 0) {
      return time.toMillis() + "ms";
    }
    long hours = time.toHours();
    String minutes = hours > 0 || time.toMinutes() > 0 ? time.toMinutesPart() + "m" : "";
    return (hours > 0 ? hours + "h" : "") + minutes + time.toSecondsPart() + "s";
  }
}
