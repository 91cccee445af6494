package dev.weir.proxy;

import dev.weir.governance.escrow.EscrowTerms;
import dev.weir.proxy.quota.MemoryGrantor;
import dev.weir.schemas.event.Usage;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A gateway with limits, a grantor in memory and a provider that never ends. */
abstract class CreditCase extends GatewayCase {

  static final String PART = "~".repeat(200);
  static final String CHAT =
      "{\"model\":\"slow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  static final String CHAT_EVENT =
      "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
          + PART
          + "\"}}]}\n\n";

  @Nullable MemoryGrantor grantor;

  CreditCase() {
    super(endless("", CHAT_EVENT, "text/event-stream"));
  }

  @AfterEach
  void stopGrantor() {
    Objects.requireNonNull(grantor).close();
  }

  /** Hard limits that are kept by credit. */
  void limited(String limits) throws IOException {
    restart(configured().limits(limits).credit(EscrowTerms.DEFAULT));
    grantor = MemoryGrantor.running(gateway.quota, EscrowTerms.DEFAULT, gateway.limits());
  }

  static long tokens(Usage usage) {
    return usage.getInputTokens() + usage.getOutputTokens();
  }

  /** Characters that the model wrote. */
  static long written(String answer) {
    return answer.chars().filter(it -> it == '~').count();
  }

  /** Says what it begins with, then the same until nobody listens. */
  static ScriptedUpstream.Script endless(String begin, String more, String type) {
    return (_, out) -> {
      ScriptedUpstream.startStream(out, type);
      if (!begin.isEmpty()) {
        ScriptedUpstream.chunk(out, begin);
      }
      while (true) {
        ScriptedUpstream.chunk(out, more);
      }
    };
  }
}
