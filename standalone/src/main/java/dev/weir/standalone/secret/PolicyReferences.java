package dev.weir.standalone.secret;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.DocumentClient;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretReader;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.CredentialSettings;
import dev.weir.standalone.config.Secret;
import dev.weir.standalone.config.VaultSettings;
import dev.weir.standalone.config.WeirConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a policy refers to, and refuses what it may not. */
public final class PolicyReferences implements SecretReader, AutoCloseable {

  private final CredentialSettings settings;

  /** What opens more than a policy may open. */
  private final List<Secret> own;

  private final LocalReferences local;
  private final Keystore keystore;
  private final Optional<DocumentClient> vaultClient;
  private final Optional<VaultReader> vault;

  public PolicyReferences(WeirConfig config, Map<String, String> environment) {
    this.settings = config.parts().proxy().credentials();
    this.own = own(config, settings);
    this.keystore = Keystore.of(config, environment, InstantSource.system());
    this.local = new LocalReferences(settings, config.data(), never(), environment);
    this.vaultClient = settings.vault().map(it -> new DocumentClient(it.timeout()));
    this.vault =
        settings
            .vault()
            .flatMap(it ->
                vaultClient.map(client -> new VaultReader(it, client, InstantSource.system())));
  }

  @Override
  public ReadSecret read(CredentialReference reference)
      throws UnreadableSecretException, InterruptedException {
    ReadSecret found =
        switch (reference.source()) {
          case "env", "file", "dir" -> new ReadSecret(local.read(reference), settings.readEvery());
          case "keystore" -> new ReadSecret(ofKeystore(reference), settings.readEvery());
          case "vault" -> ofVault(reference);
          default -> throw new UnreadableSecretException(reference + " is of no known source");
        };
    if (isOwn(found.text())) {
      throw new UnreadableSecretException(
          reference
              + " is a secret of Weir's own configuration, as the key-encryption key or the way into"
              + " Vault, which a policy may not read");
    }
    return found;
  }

  private SecretText ofKeystore(CredentialReference reference) throws UnreadableSecretException {
    try {
      return keystore
          .read(reference.name())
          .orElseThrow(() ->
              new UnreadableSecretException(
                  reference + " names nothing here; 'weir secret set' puts it into the keystore"));
    } catch (KeystoreException e) {
      throw new UnreadableSecretException(reference + " cannot be read: " + e.getMessage());
    }
  }

  private ReadSecret ofVault(CredentialReference reference)
      throws UnreadableSecretException, InterruptedException {
    if (vault.isEmpty()) {
      throw new UnreadableSecretException(
          reference + " cannot be read: weir.yaml names no credentials.vault.address");
    }
    return vault.get().read(reference);
  }

  @Override
  public void close() {
    vaultClient.ifPresent(DocumentClient::close);
  }

  private boolean isOwn(SecretText text) {
    String found = text.reveal().strip();
    return own.stream().anyMatch(secret -> secret.reveal().strip().equals(found));
  }

  private static List<Secret> own(WeirConfig config, CredentialSettings settings) {
    List<Secret> own = new ArrayList<>();
    config.keyEncryptionKey().ifPresent(own::add);
    switch (settings.vault().map(VaultSettings::login).orElse(null)) {
      case VaultSettings.Login.Token(Secret token) -> own.add(token);
      case VaultSettings.Login.AppRole role -> own.add(role.secretId());
      case VaultSettings.Login.TokenFile _ -> {}
      case null -> {}
    }
    return List.copyOf(own);
  }

  private List<Path> never() {
    List<Path> files =
        new ArrayList<>(List.of(keystore.file(), keystore.keyFile(), keystore.nextKeyFile()));
    if (settings.vault().map(VaultSettings::login).orElse(null)
        instanceof VaultSettings.Login.TokenFile(Path file)) {
      files.add(file);
    }
    return files;
  }
}
