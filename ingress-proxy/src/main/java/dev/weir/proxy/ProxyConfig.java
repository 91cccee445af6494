package dev.weir.proxy;

import dev.weir.governance.privacy.KeyEncryptionKey;
import dev.weir.proxy.credential.SecretReader;
import dev.weir.proxy.credential.UnreadableSecretException;
import dev.weir.schemas.log.LogConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a proxy is told. The first four have no default.
 *
 * @param proxyId names this proxy in events; two proxies of one log must differ
 * @param journal the folder of what is not in the log yet; of this proxy alone, and the same after
 *     a restart
 * @param host the address to listen on
 * @param port of the data port; 0 picks one
 * @param adminPort of health and metrics; 0 picks one
 * @param recording false only for measurements: then nothing at all is written to the log
 * @param echoUrl base URL of the built-in provider, for {@code builtin: echo}
 * @param secrets what a reference such as {@code ${env:NAME}} stands for
 */
public record ProxyConfig(
    LogConnection log,
    KeyEncryptionKey keyEncryptionKey,
    String proxyId,
    Path journal,
    String host,
    int port,
    int adminPort,
    boolean recording,
    Optional<URI> echoUrl,
    ProxyLimits limits,
    SecretReader secrets) {

  /** On loopback with free ports, recording, the default limits and no secrets. */
  public static ProxyConfig of(
      LogConnection log, KeyEncryptionKey keyEncryptionKey, String proxyId, Path journal) {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        "127.0.0.1",
        0,
        0,
        true,
        Optional.empty(),
        ProxyLimits.DEFAULT,
        reference -> {
          throw new UnreadableSecretException(reference + " names nothing here");
        });
  }

  public ProxyConfig listeningOn(String address, int dataPort, int adminAt) {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        address,
        dataPort,
        adminAt,
        recording,
        echoUrl,
        limits,
        secrets);
  }

  public ProxyConfig withoutRecording() {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        host,
        port,
        adminPort,
        false,
        echoUrl,
        limits,
        secrets);
  }

  public ProxyConfig withEcho(URI base) {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        host,
        port,
        adminPort,
        recording,
        Optional.of(base),
        limits,
        secrets);
  }

  public ProxyConfig withLimits(ProxyLimits others) {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        host,
        port,
        adminPort,
        recording,
        echoUrl,
        others,
        secrets);
  }

  public ProxyConfig withSecrets(SecretReader reader) {
    return new ProxyConfig(
        log,
        keyEncryptionKey,
        proxyId,
        journal,
        host,
        port,
        adminPort,
        recording,
        echoUrl,
        limits,
        reader);
  }
}
