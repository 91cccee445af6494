package dev.weir.proxy.surface;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialects.Dialects;
import dev.weir.dialects.canonical.Dialect;
import dev.weir.dialects.canonical.DialectName;
import dev.weir.dialects.count.CountService;
import dev.weir.dialects.embedding.EmbeddingService;
import dev.weir.dialects.openai.ChatRequestReader;
import dev.weir.dialects.openai.OpenAiModel;
import dev.weir.dialects.openai.RequestReading;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often a chat completion is read whole. */
final class ChatAskTest {

  private static final byte[] BODY =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8);

  private final AtomicInteger readings = new AtomicInteger();
  private final ChatAsk ask = ask();

  private ChatAsk ask() {
    var reading = ChatRequestReader.read(BODY, BODY.length, Optional.empty());
    return new ChatAsk(((RequestReading.Read) reading).request(), counting());
  }

  /** Chat, which counts what it reads. */
  private Dialect counting() {
    Dialect chat = Dialects.of(DialectName.OPENAI_CHAT);
    return (Dialect)
        Proxy.newProxyInstance(
            Dialect.class.getClassLoader(),
            new Class<?>[] {Dialect.class},
            (_, method, arguments) -> {
              if (method.getName().equals("read")) {
                readings.incrementAndGet();
              }
              try {
                return method.invoke(chat, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Destination destination(DialectName main, String model) {
    return new Destination(
        Set.of(main),
        Dialects.of(main),
        EmbeddingService.NONE,
        CountService.NONE,
        model,
        OpenAiModel.of(""),
        "r1",
        1_700);
  }

  private String sent(Destination destination) {
    Outgoing outgoing = ask.to(destination, BODY, BODY.length);
    return UTF_8.decode(((Outgoing.Sends) outgoing).body().duplicate()).toString();
  }

  @Test
  void isReadOnceForAllAttemptsAndForWhatTheUserSaid() {
    assertThat(ask.said(BODY, BODY.length)).isEqualTo("hi");
    assertThat(sent(destination(DialectName.ANTHROPIC, "claude"))).contains("\"claude\"");
    assertThat(sent(destination(DialectName.ANTHROPIC, "other"))).contains("\"other\"");
    assertThat(sent(destination(DialectName.GEMINI, "gemini"))).contains("\"contents\"");

    assertThat(readings).hasValue(1);
  }

  @Test
  void isNotReadAtAllWhereItsBytesPass() {
    assertThat(sent(destination(DialectName.OPENAI_CHAT, "m"))).isEqualTo(new String(BODY, UTF_8));

    assertThat(readings).hasValue(0);
  }

  @Test
  void isReadAnewWhereItsBytesAreOthers() {
    byte[] masked = new String(BODY, UTF_8).replace("hi", "ho").getBytes(UTF_8);

    assertThat(ask.said(BODY, BODY.length)).isEqualTo("hi");
    assertThat(ask.said(masked, masked.length)).isEqualTo("ho");
  }

  @Test
  void holdsNothingOnceNoFurtherAttemptMayCome() {
    assertThat(ask.said(BODY, BODY.length)).isEqualTo("hi");
    ask.forget();
    assertThat(ask.said(BODY, BODY.length)).isEqualTo("hi");

    assertThat(readings).hasValue(2);
  }
}
