package dev.weir.standalone.litellm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.governance.policy.CredentialReference;
import dev.weir.governance.policy.Policy;
import dev.weir.governance.policy.PolicyParser;
import dev.weir.governance.policy.PolicyReading;
import dev.weir.governance.policy.Provider;
import dev.weir.governance.policy.ProviderCredential;
import dev.weir.governance.policy.ProviderKind;
import dev.weir.governance.routing.RouteStrategy;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiteLlmImportTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-26");

  private static final String FILE =
      """
      model_list:
        - model_name: fast
          litellm_params:
            model: openai/gpt-4o-mini
            api_key: os.environ/OPENAI_KEY
            rpm: 900
            timeout: 30
        - model_name: fast
          litellm_params:
            model: azure/my-deployment
            api_base: https://acme.openai.azure.com/
            api_key: sk-clear-text-secret
            api_version: "2024-10-21"
            rpm: 100
        - model_name: smart
          litellm_params:
            model: anthropic/claude-sonnet-4-5
            api_key: os.environ/ANTHROPIC_KEY
            input_cost_per_token: 0.000003
            output_cost_per_token: 1.5e-05
            temperature: 0.2
          model_info:
            max_input_tokens: 200000
            max_output_tokens: 64000
            supports_vision: true
            supports_function_calling: true
            mode: chat
        - model_name: local
          litellm_params: {model: ollama/llama3}
        - model_name: everything
          litellm_params: {model: "openai/*", api_key: os.environ/OPENAI_KEY}
        - model_name: odd
          litellm_params: {model: sagemaker/some-endpoint}
      router_settings:
        routing_strategy: simple-shuffle
        num_retries: 2
        fallbacks: [{fast: [smart]}, {smart: [fast]}]
        model_group_alias: {gpt-4: smart}
        redis_password: hunter2-redis
        brand_new_setting: 1
      litellm_settings:
        drop_params: true
        success_callback: [langfuse]
        max_budget: 100
      general_settings:
        master_key: sk-master-secret
        database_url: postgresql://user:dbsecret@host/db
      environment_variables:
        LANGFUSE_SECRET: env-clear-secret
      mystery: true
      """;

  @Test
  void writesAPolicyThatPassesTheCheck() throws UnreadableConfigException {
    Policy policy = policy(FILE);

    assertThat(policy.providers().values())
        .extracting(it -> it.kind())
        .containsExactlyInAnyOrder(
            ProviderKind.OPENAI,
            ProviderKind.AZURE_OPENAI,
            ProviderKind.ANTHROPIC,
            ProviderKind.OPENAI_COMPATIBLE);
    Provider openai = Objects.requireNonNull(policy.providers().get("openai"));
    assertThat(openai.credentials())
        .containsExactly(
            new ProviderCredential.ApiKey(new CredentialReference("${env:OPENAI_KEY}")));
    assertThat(openai.timeouts().firstByte()).hasSeconds(30);
    assertThat(policy.model("smart--own").orElseThrow().traits().contextTokens()).hasValue(200_000);
    assertThat(policy.prices())
        .extracting(it -> it.tokenType() + " " + it.perMillion())
        .containsExactlyInAnyOrder("input 3", "output 15");
    assertThat(policy.names()).contains("fast", "smart", "local", "gpt-4");
  }

  @Test
  void makesAWeightedRouteOfSeveralModelsAndAFailoverOfFallbacksWithoutACircle()
      throws UnreadableConfigException {
    Policy policy = policy(FILE);

    RouteStrategy own =
        new RouteStrategy.Weighted(
            List.of(
                new RouteStrategy.Weight(new RouteStrategy.Fixed("fast--1"), 900),
                new RouteStrategy.Weight(new RouteStrategy.Fixed("fast--2"), 100)));
    RouteStrategy smart = new RouteStrategy.Fixed("smart--own");
    assertThat(policy.route("fast")).hasValue(new RouteStrategy.Failover(List.of(own, smart)));
    assertThat(policy.route("smart")).hasValue(new RouteStrategy.Failover(List.of(smart, own)));
  }

  @Test
  void copiesNoSecretAnywhere() throws UnreadableConfigException {
    Imported imported = LiteLlmImport.read(FILE, TODAY);

    assertThat(imported.policy() + imported.findings())
        .doesNotContain("clear-text", "hunter2", "sk-master", "dbsecret", "env-clear");
    assertThat(imported.policy()).contains("${env:IMPORTED_AZURE_KEY_1}");
    assertThat(imported.findings())
        .anySatisfy(it -> {
          assertThat(it.path()).isEqualTo("model_list[1].litellm_params.api_key");
          assertThat(it.fate()).isEqualTo(Fate.MANUAL);
          assertThat(it.reason()).contains("IMPORTED_AZURE_KEY_1", "was not copied");
        });
  }

  @Test
  void saysWhatIsLeftToDoForGuardrailsAndAccountsOfGoogle() throws UnreadableConfigException {
    String file =
        """
        model_list:
          - model_name: g
            litellm_params: {model: vertex_ai/gemini-2.5-pro, vertex_project: p, vertex_location: europe-west4}
        guardrails:
          - guardrail_name: pii
        """;

    assertThat(LiteLlmImport.read(file, TODAY).findings())
        .extracting(it -> it.fate().text() + " " + it.path())
        .contains("manual model_list[0].litellm_params.vertex_credentials", "manual guardrails");
  }

  @Test
  void saysThatWeirDoesNotLookThroughTheDefaultChainOfAws() throws UnreadableConfigException {
    String file =
        """
        model_list:
          - model_name: c
            litellm_params: {model: bedrock/anthropic.claude-sonnet-4-5, aws_region_name: eu-central-1, aws_role_name: r}
          - model_name: d
            litellm_params: {model: bedrock/amazon.nova-lite-v1:0, aws_region_name: eu-central-1, api_key: os.environ/KEY, drop_params: false}
        """;

    List<Finding> findings = LiteLlmImport.read(file, TODAY).findings();

    assertThat(findings)
        .filteredOn(it -> it.path().equals("model_list[0].litellm_params.api_key"))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.fate()).isEqualTo(Fate.MANUAL);
          assertThat(it.reason()).contains("default chain", "AWS_BEARER_TOKEN_BEDROCK");
        });
    assertThat(findings)
        .extracting(it -> it.fate().text() + " " + it.path())
        .contains(
            "manual model_list[0].litellm_params.aws_role_name",
            "exact model_list[1].litellm_params.api_key",
            "manual model_list[1].litellm_params.drop_params");
  }

  @Test
  void saysOfEverySettingWhatBecameOfIt() throws UnreadableConfigException {
    List<String> findings =
        LiteLlmImport.read(FILE, TODAY).findings().stream()
            .map(it -> it.fate().text() + " " + it.path())
            .toList();

    assertThat(findings)
        .contains(
            "exact model_list[0].litellm_params.model",
            "exact model_list[0].litellm_params.api_key",
            "approximate model_list[0].litellm_params.rpm",
            "approximate model_list[0].litellm_params.timeout",
            "exact model_list[1].litellm_params.api_base",
            "exact model_list[1].litellm_params.api_version",
            "exact model_list[2].litellm_params.input_cost_per_token",
            "unsupported model_list[2].litellm_params.temperature",
            "approximate model_list[2].model_info.max_input_tokens",
            "exact model_list[2].model_info.supports_vision",
            "unsupported model_list[4].model_name",
            "unsupported model_list[4].litellm_params.model",
            "unsupported model_list[4].litellm_params.api_key",
            "unsupported model_list[5].litellm_params.model",
            "exact router_settings.routing_strategy",
            "approximate router_settings.num_retries",
            "approximate router_settings.fallbacks",
            "exact router_settings.model_group_alias.gpt-4",
            "exact router_settings.redis_password",
            "unsupported router_settings.brand_new_setting",
            "approximate litellm_settings.drop_params",
            "manual litellm_settings.success_callback",
            "manual litellm_settings.max_budget",
            "manual general_settings.master_key",
            "exact general_settings.database_url",
            "manual environment_variables.LANGFUSE_SECRET",
            "unsupported mystery",
            "manual (database)");
  }

  @Test
  void refusesWhatIsNoConfigurationWithoutQuotingIt() {
    assertThatThrownBy(() -> LiteLlmImport.read("api_key: [sk-secret", TODAY))
        .isInstanceOf(UnreadableConfigException.class)
        .hasMessage("the file is no valid YAML")
        .hasNoCause();
    assertThatThrownBy(() -> LiteLlmImport.read("- a", TODAY))
        .hasMessage("the file is no mapping with a model_list");
    assertThatThrownBy(() -> LiteLlmImport.read("model_list: []", TODAY))
        .hasMessage("the file has no model that Weir can reach");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /** Whatever becomes of the file's characters, what comes out is a policy or a refusal. */
  @ParameterizedTest
  @MethodSource("seeds")
  void writesOnlyPoliciesThatPassTheCheck(long seed) {
    var random = new SplittableRandom(seed);
    var text = new StringBuilder(FILE);
    for (int i = 0; i < 1 + seed % 6; i++) {
      text.setCharAt(random.nextInt(text.length()), FILE.charAt(random.nextInt(FILE.length())));
    }

    try {
      assertThat(PolicyParser.parse(LiteLlmImport.read(text.toString(), TODAY).policy()))
          .isInstanceOf(PolicyReading.Valid.class);
    } catch (UnreadableConfigException e) {
      assertThat(e).hasMessageStartingWith("the file ");
    }
  }

  private static Policy policy(String text) throws UnreadableConfigException {
    String policy = LiteLlmImport.read(text, TODAY).policy();
    return switch (PolicyParser.parse(policy)) {
      case PolicyReading.Valid(Policy valid) -> valid;
      case PolicyReading.Invalid(var problems) ->
          throw new AssertionError(problems + "\n" + policy);
    };
  }
}
