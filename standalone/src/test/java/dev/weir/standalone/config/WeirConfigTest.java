package dev.weir.standalone.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeirConfigTest {

  @TempDir private Path folder;

  @Test
  void hasDefaultsForEverything() {
    WeirConfig config = WeirConfig.from(Map.of());

    assertThat(config.data()).isEqualTo(Path.of("weir-data"));
    assertThat(config.listeners()).isEqualTo(new WeirConfig.Listeners("127.0.0.1", 8080, 8081));
    assertThat(config.log().isEmbedded()).isTrue();
    assertThat(config.log().topicPrefix()).isEqualTo("weir.");
    assertThat(config.parts().proxy())
        .isEqualTo(
            new Parts.Proxy(
                "proxy-1",
                true,
                10_000,
                10_485_760,
                134_217_728,
                Duration.ofSeconds(30),
                Optional.empty(),
                1_073_741_824,
                new CredentialSettings(
                    Optional.empty(),
                    CredentialSettings.VARIABLES,
                    CredentialSettings.READ_EVERY,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())));
    assertThat(config.keyEncryptionKey()).isEmpty();
  }

  @Test
  void readsEverySetting() throws Exception {
    Path file =
        write(
            """
            data: /var/lib/weir
            listen: 0.0.0.0
            port: 80
            admin-port: 81
            policy: governance.yaml
            key-encryption-key: ${env:KEK}
            credentials:
              directory: /credentials
              variables: LLM_.*
              read-every: PT3S
              keystore: /keystore
              keystore-key-file: /run/key
              vault:
                address: https://vault:8200
                namespace: team-a
                app-role-mount: machines
                role-id: role-1
                secret-id: ${env:SECRET_ID}
                mount: kv
                allowed-paths: weir/, llm/keys
                timeout: PT2S
                read-every: PT20S
            kafka:
              bootstrap-servers: one:9092,two:9092
              topic-prefix: ai.
              properties: {security.protocol: SASL_SSL}
            registry.url: https://registry:8443/base
            proxy:
              id: north
              recording: off
              connections-max: 500
              body-max-bytes: 2048
              held-answers-max-bytes: 67108864
              drain-timeout: PT5S
              journal: /journal
              journal-max-bytes: 268435456
            processors:
              state: /state
              threads: 4
              admin-port: 82
              orphan-after: PT1M
              chargeback-flush: PT2S
              names: off
            sinks:
              archive: /archive
              admin-port: 83
              roll-bytes: 65536
              roll-after: PT1H
            echo.port: 84
            """);

    WeirConfig config =
        WeirConfig.load(Optional.of(file), Map.of(), Map.of("KEK", "AAAA", "SECRET_ID", "BBBB"));

    assertThat(config)
        .isEqualTo(
            new WeirConfig(
                Path.of("/var/lib/weir"),
                new WeirConfig.Listeners("0.0.0.0", 80, 81),
                new LogSettings(
                    Optional.of("one:9092,two:9092"),
                    Optional.of(URI.create("https://registry:8443/base")),
                    "ai.",
                    Map.of("security.protocol", "SASL_SSL"),
                    19_092,
                    18_081),
                new Parts(
                    new Parts.Proxy(
                        "north",
                        false,
                        500,
                        2_048,
                        67_108_864,
                        Duration.ofSeconds(5),
                        Optional.of(Path.of("/journal")),
                        268_435_456,
                        new CredentialSettings(
                            Optional.of(Path.of("/credentials")),
                            "LLM_.*",
                            Duration.ofSeconds(3),
                            Optional.of(Path.of("/keystore")),
                            Optional.of(Path.of("/run/key")),
                            Optional.of(
                                new VaultSettings(
                                    URI.create("https://vault:8200"),
                                    Optional.of("team-a"),
                                    new VaultSettings.Login.AppRole(
                                        "machines", "role-1", new Secret("BBBB")),
                                    "kv",
                                    List.of("weir", "llm/keys"),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(20))))),
                    new Parts.Processors(
                        Optional.of(Path.of("/state")),
                        4,
                        82,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2),
                        false),
                    new Parts.Sinks(
                        Optional.of(Path.of("/archive")), 83, 65_536, Duration.ofHours(1)),
                    84),
                Optional.of(Path.of("governance.yaml")),
                Optional.of(new Secret("AAAA"))));
  }

  @Test
  void asksForALoginAndForWhatAPolicyMayReadOfVault() {
    Map<String, String> settings = new HashMap<>();
    settings.put("credentials.vault.address", "https://vault:8200");

    assertThatThrownBy(() -> WeirConfig.from(settings))
        .hasMessageContaining("credentials.vault.token, token-file, or role-id and secret-id");
    settings.put("credentials.vault.token", "hvs.planted");
    for (String unsafe :
        List.of("http://vault:8200", "https://user:planted@vault:8200", "http://127.0.0.1.evil")) {
      settings.put("credentials.vault.address", unsafe);
      settings.put("credentials.vault.allowed-paths", "weir");
      assertThatThrownBy(() -> WeirConfig.from(settings))
          .hasMessageContaining("credentials.vault.address: expected a URL")
          .hasMessageNotContaining("planted");
      settings.remove("credentials.vault.allowed-paths");
    }
    settings.put("credentials.vault.address", "https://vault:8200");
    assertThatThrownBy(() -> WeirConfig.from(settings))
        .hasMessageContaining("credentials.vault.allowed-paths: required")
        .hasMessageNotContaining("hvs.planted");
    settings.put("credentials.vault.token-file", "/run/token");
    assertThatThrownBy(() -> WeirConfig.from(settings)).hasMessageContaining("one of them alone");
  }

  @Test
  void letsTheCommandLineHaveTheLastWord() throws Exception {
    Path file = write("port: 1\nadmin-port: 2");

    WeirConfig config = WeirConfig.load(Optional.of(file), Map.of("port", "3"), Map.of());

    assertThat(config.listeners()).isEqualTo(new WeirConfig.Listeners("127.0.0.1", 3, 2));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    Map<String, String> wrong =
        Map.of(
            "port", "http",
            "proxy.drain-timeout", "soon",
            "proxy.recording", "maybe",
            "registry.url", "registry:8081",
            "proxy.prot", "80");

    assertThatThrownBy(() -> WeirConfig.from(wrong))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            """
            The configuration has 5 problem(s):
            - port: expected a port from 0 to 65535, got 'http'
            - registry.url: expected an http(s) address, got 'registry:8081'
            - proxy.recording: expected 'on' or 'off', got 'maybe'
            - proxy.drain-timeout: expected a positive ISO-8601 duration like PT30S, got 'soon'
            - proxy.prot: no such setting\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".hidden", "a/b", "a b", "-x", "ä"})
  void wantsAProxyIdThatCanNameAFile(String id) {
    assertThatThrownBy(() -> WeirConfig.from(Map.of("proxy.id", id)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("proxy.id: expected a name of up to 100 letters")
        .hasMessageContaining("got '" + id + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy-1", "weir-7f9c.example.org", "0a1b2c3d4e5f", "N_1"})
  void takesAHostNameAsAProxyId(String id) {
    assertThat(WeirConfig.from(Map.of("proxy.id", id)).parts().proxy().id()).isEqualTo(id);
  }

  @Test
  void wantsBothHalvesOfAnExistingLog() {
    assertThatThrownBy(() -> WeirConfig.from(Map.of("kafka.bootstrap-servers", "kafka:9092")))
        .hasMessageContaining("an existing log needs both");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "security.protocol",
        "sasl.mechanism",
        "ssl.truststore.location",
        "basic.auth.user.info",
        "schema.registry.ssl.truststore.location"
      })
  void wantsNoCredentialsForTheLogInside(String property) {
    Map<String, String> inside = Map.of("kafka.properties." + property, "x");
    Map<String, String> existing = new TreeMap<>(inside);
    existing.put("kafka.bootstrap-servers", "kafka:9092");
    existing.put("registry.url", "https://registry");

    assertThatThrownBy(() -> WeirConfig.from(inside))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("kafka.properties." + property)
        .hasMessageContaining("kafka.bootstrap-servers");
    assertThat(WeirConfig.from(existing).log().clientProperties()).containsKey(property);
  }

  @Test
  void saysWhichReferenceNamesNothing() throws Exception {
    Path file = write("key-encryption-key: ${env:NOWHERE}");

    assertThatThrownBy(() -> WeirConfig.load(Optional.of(file), Map.of(), Map.of()))
        .hasMessageContaining("key-encryption-key: ${env:NOWHERE} names nothing");
  }

  @Test
  void readsASecretFromAFile() throws Exception {
    Files.writeString(folder.resolve("kek"), "AAAA\n");
    Path file = write("key-encryption-key: ${dir:" + folder + ":kek}");

    WeirConfig config = WeirConfig.load(Optional.of(file), Map.of(), Map.of());

    assertThat(config.keyEncryptionKey()).hasValue(new Secret("AAAA"));
  }

  @Test
  void neverShowsASecret() {
    assertThat(WeirConfig.from(Map.of("key-encryption-key", "AAAA")).toString())
        .doesNotContain("AAAA");
  }

  @Test
  void saysWhereTheFileIsWrong() throws Exception {
    Path twice = write("port: 1\nadmin-port: 2\nport: 3");
    assertThatThrownBy(() -> WeirConfig.load(Optional.of(twice), Map.of(), Map.of()))
        .hasMessageContaining("line 3");

    Path list = write("port:\n  - 1");
    assertThatThrownBy(() -> WeirConfig.load(Optional.of(list), Map.of(), Map.of()))
        .hasMessageContaining("line 2: port: expected names and values");

    Path broken = write("port: [1");
    assertThatThrownBy(() -> WeirConfig.load(Optional.of(broken), Map.of(), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("no YAML");

    assertThatThrownBy(
            () -> WeirConfig.load(Optional.of(folder.resolve("none")), Map.of(), Map.of()))
        .hasMessageContaining("no such file");
  }

  private Path write(String yaml) throws Exception {
    return Files.writeString(folder.resolve("weir.yaml"), yaml);
  }
}
