package dev.weir.governance.policy;

/** What a provider is: how it is addressed, how it takes its credential, what it speaks. */
public enum ProviderKind {
  /** {@code api.openai.com}: Chat Completions and Responses. */
  OPENAI,
  /** Any server that speaks Chat Completions: Ollama, vLLM, most others. */
  OPENAI_COMPATIBLE,
  /**
   * Azure OpenAI with its deployments: a model's upstream name is its deployment's. With a key, or
   * as an application of Entra.
   */
  AZURE_OPENAI,
  ANTHROPIC,
  /** The Gemini API. */
  GEMINI,
  /**
   * Gemini on Vertex AI; the base URL ends with {@code /publishers/google}. With an access token,
   * or as an account that is exchanged for one.
   */
  VERTEX,
  /** Amazon Bedrock Converse, with a Bedrock API key or with signed requests. */
  BEDROCK
}
