package dev.weir.governance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.governance.policy.ProviderCredential.ApiKey;
import dev.weir.governance.policy.ProviderCredential.AwsKeys;
import dev.weir.governance.policy.ProviderCredential.EntraClient;
import dev.weir.governance.policy.ProviderCredential.GoogleAccount;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy may say of a provider's credentials. */
final class CredentialParserTest {

  private static final String BEDROCK = "https://bedrock-runtime.eu-central-1.amazonaws.com";

  private static PolicyReading parse(String kind, String url, String credential) {
    return PolicyParser.parse(
        """
        organisation: acme
        providers:
          p:
            kind: %s
            url: %s%s
            %s
        models: {m: {provider: p}}
        teams: {search: {}}
        """
            .formatted(
                kind,
                url,
                kind.equals("azure-openai") ? "\n    api-version: \"1\"" : "",
                credential));
  }

  private static List<ProviderCredential> read(String kind, String url, String credential) {
    return switch (parse(kind, url, credential)) {
      case PolicyReading.Valid(Policy policy) ->
          Objects.requireNonNull(policy.providers().get("p")).credentials();
      case PolicyReading.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static String problem(String kind, String url, String credential) {
    return switch (parse(kind, url, credential)) {
      case PolicyReading.Valid _ -> throw new AssertionError("valid");
      case PolicyReading.Invalid(var problems) -> problems.toString();
    };
  }

  private static CredentialReference reference(String text) {
    return new CredentialReference(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${env:A}",
        "${file:/run/all.properties:a}",
        "${dir:/run:a}",
        "${keystore:a}",
        "${vault:secret/a#b}"
      })
  void takesAReferenceToEachSource(String text) {
    assertThat(read("openai", "https://x", "credential: \"" + text + "\""))
        .containsExactly(new ApiKey(reference(text)));
  }

  @Test
  void takesSeveralKeysInTheirOrder() {
    assertThat(read("openai", "https://x", "credentials: [\"${env:B}\", \"${env:A}\"]"))
        .containsExactly(new ApiKey(reference("${env:B}")), new ApiKey(reference("${env:A}")));
  }

  @Test
  void takesAccessKeysAndTheRegionOfTheAddress() {
    assertThat(
            read(
                "bedrock",
                BEDROCK,
                "credential: {access-key-id: \"${env:ID}\", secret-access-key: \"${env:S}\"}"))
        .containsExactly(
            new AwsKeys(
                reference("${env:ID}"), reference("${env:S}"), Optional.empty(), "eu-central-1"));
  }

  @Test
  void takesTheTokenOfASessionAndARegionThatTheAddressDoesNotName() {
    assertThat(
            read(
                "bedrock",
                "https://bedrock.internal",
                "credential: {access-key-id: \"${env:ID}\", secret-access-key: \"${env:S}\","
                    + " session-token: \"${env:T}\", region: us-east-1}"))
        .containsExactly(
            new AwsKeys(
                reference("${env:ID}"),
                reference("${env:S}"),
                Optional.of(reference("${env:T}")),
                "us-east-1"));
  }

  @Test
  void takesAGoogleAccount() {
    assertThat(read("vertex", "https://x", "credential: {google-account: \"${dir:/run:sa.json}\"}"))
        .containsExactly(new GoogleAccount(reference("${dir:/run:sa.json}")));
  }

  @Test
  void takesAnApplicationOfEntra() {
    assertThat(
            read(
                "azure-openai",
                "https://x",
                "credential: {tenant-id: t-1, client-id: c-1, client-secret: \"${env:S}\"}"))
        .containsExactly(
            new EntraClient(
                "t-1",
                "c-1",
                reference("${env:S}"),
                URI.create("https://login.microsoftonline.com")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai | credential: sk-live-1 | a policy never holds a credential",
        "openai | credentials: [sk-live-1] | a policy never holds a credential",
        "openai | credential: '${vault:secret/a}' | expected ${vault:PATH#FIELD}",
        "openai | credential: '${env:A}${env:B}' | expected a reference",
        "openai | credential: ['${env:A}'] | expected a reference like",
        "openai | credential: {access-key-id: '${env:A}'} | takes a reference and nothing else",
        "bedrock | credential: {access-key-id: '${env:A}'} | secret-access-key: required",
        "bedrock | credential: {access-key: '${env:A}'} | no such setting",
        "bedrock | credential: {access-key-id: AKIA1} | a policy never holds a credential",
        "vertex | credential: {service-account: '${env:A}'} | google-account: required",
        "azure-openai | credential: {tenant-id: a/b, client-id: c} | expected an id",
        "azure-openai | credential: {authority: 'file:///x'} | expected a base URL"
      })
  void saysWhatIsWrong(String kind, String credential, String problem) {
    assertThat(problem(kind, "https://x", credential))
        .contains(problem)
        .doesNotContain("sk-live-1", "AKIA1");
  }

  @Test
  void needsARegionToSignFor() {
    assertThat(
            problem(
                "bedrock",
                "https://bedrock.internal",
                "credential: {access-key-id: \"${env:ID}\", secret-access-key: \"${env:S}\"}"))
        .contains("credential.region: expected a region");
  }

  @Test
  void takesEitherOneOrSeveral() {
    assertThat(
            problem(
                "openai", "https://x", "credential: \"${env:A}\"\n    credentials: [\"${env:B}\"]"))
        .contains("expected either credential or credentials");
  }

  @Test
  void takesNoMoreThanSixteenKeys() {
    String many =
        String.join(",", IntStream.range(0, 17).mapToObj(i -> "\"${env:A" + i + "}\"").toList());

    assertThat(problem("openai", "https://x", "credentials: [" + many + "]"))
        .contains("at most 16 keys");
  }
}
