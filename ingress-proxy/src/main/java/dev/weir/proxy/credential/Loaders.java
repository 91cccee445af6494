package dev.weir.proxy.credential;

import dev.weir.dialects.anthropic.AnthropicDialect;
import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.ProviderCredential;
import dev.weir.governance.policy.ProviderCredential.ApiKey;
import dev.weir.governance.policy.ProviderCredential.AwsKeys;
import dev.weir.governance.policy.ProviderCredential.EntraClient;
import dev.weir.governance.policy.ProviderCredential.GoogleAccount;
import dev.weir.governance.policy.ProviderKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/** Says how each kind of credential is loaded. */
final class Loaders implements AutoCloseable {

  private static final Duration ISSUED_WITHIN = Duration.ofSeconds(10);

  private final SecretReader reader;
  private final InstantSource clock;
  private @Nullable DocumentClient client;

  Loaders(SecretReader reader, InstantSource clock) {
    this.reader = reader;
    this.clock = clock;
  }

  /** Opened for the first credential that is exchanged; for one thread at a time. */
  private TokenEndpoint endpoint() {
    DocumentClient opened = client;
    if (opened == null) {
      opened = new DocumentClient(ISSUED_WITHIN);
      client = opened;
    }
    return new TokenEndpoint(opened);
  }

  @Override
  public void close() {
    DocumentClient opened = client;
    if (opened != null) {
      opened.close();
    }
  }

  CredentialLoader of(ProviderKind kind, ProviderCredential credential) {
    return switch (credential) {
      case ApiKey(CredentialReference reference) -> _ -> key(kind, reference);
      case AwsKeys aws -> new AwsLoader(aws, reader, clock);
      case GoogleAccount(CredentialReference document) ->
          new TokenLoader(
              document, reader, new GoogleExchange(document, reader, endpoint(), clock), clock);
      case EntraClient entra ->
          new TokenLoader(
              entra.clientSecret(), reader, new EntraExchange(entra, endpoint()), clock);
    };
  }

  private Loaded key(ProviderKind kind, CredentialReference reference)
      throws UnreadableSecretException, InterruptedException {
    ReadSecret read = reader.read(reference);
    SecretText text = printable(reference, read.text());
    return Loaded.of(List.of(text), authorization(kind, text.reveal()), read.goodFor());
  }

  /** What can stand in a header. */
  static SecretText printable(CredentialReference reference, SecretText text)
      throws UnreadableSecretException {
    String stripped = text.reveal().strip();
    if (stripped.isEmpty() || stripped.chars().anyMatch(each -> each < 0x21 || each > 0x7e)) {
      throw new UnreadableSecretException(
          reference + " is no key: a key is printable ASCII without spaces");
    }
    return new SecretText(stripped);
  }

  private static Authorization authorization(ProviderKind kind, String secret) {
    return switch (kind) {
      case OPENAI, OPENAI_COMPATIBLE, VERTEX, BEDROCK -> Authorization.bearer(secret);
      case AZURE_OPENAI -> Authorization.header("api-key", secret);
      case ANTHROPIC -> anthropic(secret);
      case GEMINI -> Authorization.header("x-goog-api-key", secret);
    };
  }

  /** Callers of Anthropic's dialect say which version they speak; the translation speaks one. */
  private static Authorization anthropic(String secret) {
    HttpField key = new HttpField("x-api-key", secret);
    HttpField version = new HttpField("anthropic-version", AnthropicDialect.VERSION);
    return (headers, _, _) -> {
      headers.add(key);
      if (!headers.contains(version.getName())) {
        headers.add(version);
      }
    };
  }
}
