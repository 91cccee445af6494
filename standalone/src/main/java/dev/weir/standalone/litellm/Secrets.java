package dev.weir.standalone.litellm;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns credentials into references. A key that stands in the file in clear text stays there. */
final class Secrets {

  private static final String ENVIRONMENT = "os.environ/";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  /** By the key itself, so that deployments that share a key share its reference. */
  private final Map<String, String> invented = new HashMap<>();

  /** {@code ${env:NAME}} for the key of a deployment; nothing where it has none. */
  Optional<String> reference(Section params, Vendor vendor) {
    Optional<String> given = params.text("api_key");
    if (given.isEmpty()) {
      if (vendor.variable().isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(toVariable(vendor.variable()));
    }
    String key = given.get();
    if (key.startsWith(ENVIRONMENT)) {
      return fromEnvironment(params, key.substring(ENVIRONMENT.length()));
    }
    boolean known = invented.containsKey(key);
    String name =
        invented.computeIfAbsent(
            key,
            _ ->
                "IMPORTED_%s_KEY_%d"
                    .formatted(
                        vendor.name().toUpperCase(Locale.ROOT).replace('-', '_'),
                        invented.size() + 1));
    params.report(
        "api_key",
        Fate.MANUAL,
        known
            ? "the same key in clear text again: " + toVariable(name)
            : "stood in clear text and was not copied: give it to the proxies as the environment"
                + " variable "
                + name
                + ", better a new one");
    return Optional.of(toVariable(name));
  }

  private static Optional<String> fromEnvironment(Section params, String name) {
    if (!VARIABLE.matcher(name).matches()) {
      params.report("api_key", Fate.MANUAL, "names no environment variable; add a credential");
      return Optional.empty();
    }
    if (name.startsWith("WEIR_")) {
      params.report(
          "api_key",
          Fate.MANUAL,
          "a policy may not read variables that begin with WEIR_: use another name");
      return Optional.empty();
    }
    params.report("api_key", Fate.EXACT, "is the credential " + toVariable(name));
    return Optional.of(toVariable(name));
  }

  private static String toVariable(String name) {
    return "${env:" + name + "}";
  }
}
