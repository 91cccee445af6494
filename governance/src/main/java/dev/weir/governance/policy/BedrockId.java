package dev.weir.governance.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Bedrock calls a model: its id, the id of an inference profile that spreads requests over
 * regions ({@code eu.}, {@code global.}), or the ARN of one of both. What is served is the same
 * model, at the price of where it is served.
 */
final class BedrockId {

  /** An application's profile, a deployment or an import of one's own tells no model. */
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:bedrock:[^:]*:[^:]*:(?:inference-profile|foundation-model)/(.+)");

  private static final String GLOBAL = "global.";

  /** How the catalogue names what is served within a part of the world. */
  private static final String REGIONAL = "regional.";

  private static final Pattern WITHIN =
      Pattern.compile("(?:us-gov|us|eu|apac|jp|au|ca|sa|me|af|il|uk|in)\\.(.+\\..+)");

  /** The window of a variant stands behind the version: {@code :0:200k}. */
  private static final Pattern WINDOW = Pattern.compile("(.+:\\d+):\\w+");

  private static final Pattern CLAUDE =
      Pattern.compile("anthropic\\.(claude-.+?)(?:-v\\d+)?(?::\\d+)?");

  private BedrockId() {}

  /** The names under which a catalogue may have it, the most exact first. */
  static List<String> names(String upstreamModel) {
    String id = id(upstreamModel);
    List<String> names = new ArrayList<>(List.of(upstreamModel, id));
    String base = base(id);
    if (!id.startsWith(GLOBAL)) {
      names.add(REGIONAL + base);
    }
    names.add(base);
    return names;
  }

  /** What Anthropic itself calls a Claude: it has the same sizes and abilities there. */
  static Optional<String> claude(String upstreamModel) {
    Matcher claude = CLAUDE.matcher(base(id(upstreamModel)));
    return claude.matches() ? Optional.of(claude.group(1)) : Optional.empty();
  }

  private static String id(String upstreamModel) {
    Matcher arn = ARN.matcher(upstreamModel);
    String id = arn.matches() ? arn.group(1) : upstreamModel;
    Matcher window = WINDOW.matcher(id);
    return window.matches() ? window.group(1) : id;
  }

  private static String base(String id) {
    if (id.startsWith(GLOBAL)) {
      return id.substring(GLOBAL.length());
    }
    Matcher within = WITHIN.matcher(id);
    return within.matches() ? within.group(1) : id;
  }
}
