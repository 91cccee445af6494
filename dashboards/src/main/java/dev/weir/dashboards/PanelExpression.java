package dev.weir.dashboards;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One query of one panel, in PromQL with Grafana's variables; that of an alert has none. */
public record PanelExpression(String panel, String expression) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:weir|gen_ai|up)(?:_\\w+)?\\b(?=[\\[{) ]|$)");

  /** The names of the variables that it uses, without {@code __rate_interval}. */
  public SortedSet<String> variables() {
    var names = new TreeSet<String>();
    Matcher matcher = VARIABLE.matcher(expression);
    while (matcher.find()) {
      if (!matcher.group(1).equals("__rate_interval")) {
        names.add(matcher.group(1));
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** The metrics that it reads. */
  public SortedSet<String> metrics() {
    var names = new TreeSet<String>();
    Matcher matcher = METRIC.matcher(expression.replaceAll("by \\([^)]*\\)", ""));
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /**
   * What Grafana would send: PromQL without variables.
   *
   * @throws IllegalArgumentException when a variable has no value here
   */
  public String resolved(Map<String, String> variables, Duration rateInterval) {
    return VARIABLE
        .matcher(expression)
        .replaceAll(found -> {
          String name = found.group(1);
          if (name.equals("__rate_interval")) {
            return rateInterval.toSeconds() + "s";
          }
          String value = variables.get(name);
          if (value == null) {
            throw new IllegalArgumentException("no value for $" + name + " in " + expression);
          }
          return Matcher.quoteReplacement(value);
        });
  }
}
