package dev.weir.standalone.litellm;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One of the models behind a name.
 *
 * @param provider its name in the policy
 * @param upstream what the provider calls the model
 * @param lines what the policy says of the model besides, as YAML, key by key
 * @param share how much of the requests it takes against the others, where the file says so
 */
record Deployment(
    String provider, String upstream, List<String> lines, Optional<BigDecimal> share) {

  String yaml() {
    var text = new StringBuilder("{provider: ").append(Yaml.text(provider));
    text.append(", upstream-model: ").append(Yaml.text(upstream));
    lines.forEach(line -> text.append(", ").append(line));
    return text.append('}').toString();
  }
}
