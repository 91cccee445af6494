package dev.weir.governance.policy;

import dev.weir.governance.policy.ProviderCredential.ApiKey;
import dev.weir.governance.policy.ProviderCredential.AwsKeys;
import dev.weir.governance.policy.ProviderCredential.EntraClient;
import dev.weir.governance.policy.ProviderCredential.GoogleAccount;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code credential} and {@code credentials} of a provider. */
final class CredentialParser {

  /** Whoever needs more keys of one provider needs another account, or a gateway in front. */
  static final int KEYS_MAX = 16;

  private static final URI ENTRA = URI.create("https://login.microsoftonline.com");
  private static final Pattern REGION_IN_HOST =
      Pattern.compile("bedrock-runtime(?:-fips)?\\.([a-z0-9-]+)\\.");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final YamlMap provider;
  private final ProviderKind kind;
  private final ProviderAddress address;
  private final PolicyProblems problems;

  CredentialParser(
      YamlMap provider, ProviderKind kind, ProviderAddress address, PolicyProblems problems) {
    this.provider = provider;
    this.kind = kind;
    this.address = address;
    this.problems = problems;
  }

  /** None where the provider asks for none; in the order of the text. */
  List<ProviderCredential> read() {
    List<ProviderCredential> found = new ArrayList<>();
    boolean one = provider.has("credential");
    provider.each("credentials", (path, node) -> one(path, node).ifPresent(found::add));
    if (one && provider.has("credentials")) {
      provider.problem("credentials", "expected either credential or credentials");
    }
    if (found.size() > KEYS_MAX) {
      provider.problem("credentials", "at most " + KEYS_MAX + " keys of one provider");
    }
    if (one) {
      one(provider.path("credential"), provider.node("credential")).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private Optional<ProviderCredential> one(String path, Node node) {
    return switch (node) {
      case ScalarNode scalar -> reference(path, node, scalar.getValue()).map(ApiKey::new);
      case MappingNode _ -> {
        try (YamlMap map = new YamlMap(node, path, problems)) {
          yield compound(map);
        }
      }
      default -> {
        problems.add(node, path, "expected a reference like ${env:OPENAI_API_KEY}");
        yield Optional.empty();
      }
    };
  }

  private Optional<ProviderCredential> compound(YamlMap map) {
    return switch (kind) {
      case BEDROCK -> awsKeys(map);
      case VERTEX -> required(map, "google-account").map(GoogleAccount::new);
      case AZURE_OPENAI -> entraClient(map);
      case OPENAI, OPENAI_COMPATIBLE, ANTHROPIC, GEMINI -> {
        map.nodes((_, _) -> {});
        problems.add(
            map.node(), map.path(), "this kind of provider takes a reference and nothing else");
        yield Optional.empty();
      }
    };
  }

  private Optional<ProviderCredential> awsKeys(YamlMap map) {
    Optional<CredentialReference> id = required(map, "access-key-id");
    Optional<CredentialReference> secret = required(map, "secret-access-key");
    Optional<CredentialReference> session = optional(map, "session-token");
    String region = map.optionalText("region").or(this::regionOfAddress).orElse("");
    if (!REGION.matcher(region).matches()) {
      map.problem("region", "expected a region like eu-central-1, which the url does not name");
    }
    return id.flatMap(known -> secret.map(it -> new AwsKeys(known, it, session, region)));
  }

  private Optional<String> regionOfAddress() {
    String host =
        address instanceof ProviderAddress.Url(URI base) && base.getHost() != null
            ? base.getHost()
            : "";
    Matcher found = REGION_IN_HOST.matcher(host);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private Optional<ProviderCredential> entraClient(YamlMap map) {
    String tenant = id(map, "tenant-id");
    String client = id(map, "client-id");
    Optional<CredentialReference> secret = required(map, "client-secret");
    URI authority =
        map.optionalText("authority")
            .map(text -> PolicyParser.baseUrl(map, "authority", text))
            .orElse(ENTRA);
    return secret.map(it -> new EntraClient(tenant, client, it, authority));
  }

  private static String id(YamlMap map, String key) {
    String text = map.text(key);
    if (!text.isEmpty() && !ID.matcher(text).matches()) {
      map.problem(key, "expected an id like 8f1c2d3e-0000-0000-0000-000000000000");
    }
    return text;
  }

  private Optional<CredentialReference> required(YamlMap map, String key) {
    String text = map.text(key);
    return text.isEmpty() ? Optional.empty() : reference(map.path(key), map.node(key), text);
  }

  private Optional<CredentialReference> optional(YamlMap map, String key) {
    return map.optionalText(key).flatMap(text -> reference(map.path(key), map.node(key), text));
  }

  private Optional<CredentialReference> reference(String path, Node node, String text) {
    try {
      return Optional.of(new CredentialReference(text));
    } catch (IllegalArgumentException e) {
      problems.add(node, path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
