package dev.weir.standalone.litellm;

import dev.weir.governance.policy.ProviderKind;
import java.util.List;
import java.util.Optional;

/**
 * Who serves a model, as LiteLLM names it before the slash.
 *
 * @param url empty where the deployment has to say it
 * @param variable the environment variable that LiteLLM reads where no key is given; empty for none
 */
record Vendor(String name, ProviderKind kind, String url, String variable) {

  private static final List<Vendor> ALL =
      List.of(
          new Vendor("openai", ProviderKind.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY"),
          new Vendor(
              "anthropic",
              ProviderKind.ANTHROPIC,
              "https://api.anthropic.com/v1",
              "ANTHROPIC_API_KEY"),
          new Vendor("azure", ProviderKind.AZURE_OPENAI, "", "AZURE_API_KEY"),
          new Vendor(
              "gemini",
              ProviderKind.GEMINI,
              "https://generativelanguage.googleapis.com/v1beta",
              "GEMINI_API_KEY"),
          new Vendor("vertex_ai", ProviderKind.VERTEX, "", ""),
          new Vendor("bedrock", ProviderKind.BEDROCK, "", "AWS_BEARER_TOKEN_BEDROCK"),
          compatible("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
          compatible("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
          compatible("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
          compatible("together_ai", "https://api.together.xyz/v1", "TOGETHERAI_API_KEY"),
          compatible(
              "fireworks_ai", "https://api.fireworks.ai/inference/v1", "FIREWORKS_AI_API_KEY"),
          compatible("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
          compatible("perplexity", "https://api.perplexity.ai", "PERPLEXITYAI_API_KEY"),
          compatible("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
          compatible("cerebras", "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
          compatible("deepinfra", "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
          compatible("nvidia_nim", "https://integrate.api.nvidia.com/v1", "NVIDIA_NIM_API_KEY"),
          compatible("hosted_vllm", "", ""),
          compatible("vllm", "", ""),
          compatible("lm_studio", "", ""),
          compatible("openai_like", "", ""),
          compatible("custom_openai", "", ""),
          compatible("litellm_proxy", "", ""),
          compatible("ollama", "http://localhost:11434", ""),
          compatible("ollama_chat", "http://localhost:11434", ""));

  private static Vendor compatible(String name, String url, String variable) {
    return new Vendor(name, ProviderKind.OPENAI_COMPATIBLE, url, variable);
  }

  /** Nothing where Weir does not reach it. */
  static Optional<Vendor> of(String name) {
    return ALL.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** Who serves a model that is named without a vendor, as LiteLLM guesses it. */
  static Optional<Vendor> guessed(String model) {
    if (model.matches("(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-).*")) {
      return of("openai");
    }
    return model.startsWith("claude-") ? of("anthropic") : Optional.empty();
  }

  boolean isOllama() {
    return name.startsWith("ollama");
  }
}
