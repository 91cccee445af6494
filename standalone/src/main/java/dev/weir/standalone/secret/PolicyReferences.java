package dev.weir.standalone.secret;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.proxy.credential.DocumentClient;
import dev.weir.proxy.credential.ReadSecret;
import dev.weir.proxy.credential.SecretReader;
import dev.weir.proxy.credential.SecretText;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.standalone.config.CredentialSettings;
import dev.weir.standalone.config.Secret;
import dev.weir.standalone.config.WeirConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a policy refers to, and refuses what it may not. */
public final class PolicyReferences implements SecretReader, AutoCloseable {

  private final CredentialSettings settings;
  private final Optional<Secret> keyEncryptionKey;
  private final LocalReferences local;
  private final Keystore keystore;
  private final Optional<DocumentClient> vaultClient;
  private final Optional<VaultReader> vault;

  public PolicyReferences(WeirConfig config, Map<String, String> environment) {
    this.settings = config.parts().proxy().credentials();
    this.keyEncryptionKey = config.keyEncryptionKey();
    this.keystore = Keystore.of(config, environment, InstantSource.system());
    this.local =
        new LocalReferences(
            settings, config.data(), List.of(keystore.file(), keystore.keyFile()), environment);
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
    if (isKeyEncryptionKey(found.text())) {
      throw new UnreadableSecretException(
          reference + " is the key-encryption key, which a policy may not read");
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

  private boolean isKeyEncryptionKey(SecretText text) {
    return keyEncryptionKey
        .map(Secret::reveal)
        .filter(key -> key.strip().equals(text.reveal().strip()))
        .isPresent();
  }
}
