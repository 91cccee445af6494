package dev.weir.governance.detection.secret;

import static dev.weir.governance.detection.secret.Rows.token;

import dev.weir.governance.detection.ScanRule;
import java.util.List;

/** Keys to models and what stands around them, Weir's own virtual keys among them. */
final class ModelTokens {

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  static final List<ScanRule> RULES =
      List.of(
          token("weir-virtual-key", "wk_[a-z0-9]{6,32}_[A-Za-z0-9_-]{43}", "wk_"),
          token(
              "openai-key",
              "sk-(?:[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|(?:proj|svcacct|admin|service|None)-[A-Za-z0-9_-]{40,200})",
              "sk-"),
          token("model-provider-key", "sk-[A-Za-z0-9]{32,64}", "sk-"),
          token("anthropic-key", "sk-ant-[a-z]{2,6}[0-9]{2}-[A-Za-z0-9_-]{40,120}", "sk-ant-"),
          token("openrouter-key", "sk-or-v1-[a-f0-9]{64}", "sk-or-v1-"),
          token("huggingface-token", "(?:hf|api_org)_[A-Za-z0-9]{34}", "hf_", "api_org_"),
          token("groq-key", "gsk_[A-Za-z0-9]{52}", "gsk_"),
          token("replicate-token", "r8_[A-Za-z0-9]{37}", "r8_"),
          token("perplexity-key", "pplx-[A-Za-z0-9]{48}", "pplx-"),
          token("xai-key", "xai-[A-Za-z0-9]{70,90}", "xai-"),
          token("langsmith-key", "lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}", "lsv2_"),
          token("langfuse-key", "sk-lf-" + UUID, "sk-lf-"),
          token("fireworks-key", "fw_[A-Za-z0-9]{22,40}", "fw_"),
          token("together-key", "tgp_v1_[A-Za-z0-9_-]{43}", "tgp_v1_"),
          token("nvidia-key", "nvapi-[A-Za-z0-9_-]{60,70}", "nvapi-"),
          token("cerebras-key", "csk-[a-z0-9]{48}", "csk-"),
          token("pinecone-key", "pcsk_[A-Za-z0-9]{5,8}_[A-Za-z0-9]{50,70}", "pcsk_"),
          token("voyage-key", "pa-[A-Za-z0-9_-]{43}", "pa-"),
          token("jina-key", "jina_[a-f0-9]{32}[A-Za-z0-9_-]{28}", "jina_"),
          token("tavily-key", "tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}", "tvly-"),
          token("firecrawl-key", "fc-[a-f0-9]{32}", "fc-"),
          token("elevenlabs-key", "sk_[a-f0-9]{48}", "sk_"),
          token("llamacloud-key", "llx-[A-Za-z0-9]{48}", "llx-"),
          token("e2b-key", "e2b_[a-f0-9]{40}", "e2b_"),
          token("wandb-key", "wandb_v1_[A-Za-z0-9_]{40,90}", "wandb_v1_"));

  private ModelTokens() {}
}
