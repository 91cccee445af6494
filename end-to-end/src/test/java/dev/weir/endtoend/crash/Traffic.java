package dev.weir.endtoend.crash;

import com.openai.errors.OpenAIException;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.traffic.Chat;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that ask one question after the other until they are closed or their proxy is gone. */
final class Traffic implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(90);

  private final AtomicBoolean going = new AtomicBoolean(true);
  private final AtomicInteger answers = new AtomicInteger();
  private final Thread[] callers;

  Traffic(URI proxy, String key, int callers) {
    this.callers = new Thread[callers];
    for (int i = 0; i < callers; i++) {
      this.callers[i] = Thread.ofPlatform().start(() -> ask(proxy, key));
    }
  }

  private void ask(URI proxy, String key) {
    try (Chat chat = Chat.with(proxy, key)) {
      for (int i = 0; going.get(); i++) {
        if (i % 2 == 0) {
          chat.ask("echo-small", "question " + i);
        } else {
          chat.stream("echo-large", "question " + i);
        }
        answers.incrementAndGet();
      }
    } catch (OpenAIException e) {
      // The proxy was killed: what was under way is lost to the caller, not to the log.
    }
  }

  int answers() {
    return answers.get();
  }

  void awaitAnswers(int count) {
    Eventually.await(count + " answers", SOON, () -> answers.get() >= count);
  }

  @Override
  public void close() {
    going.set(false);
    for (Thread caller : callers) {
      try {
        caller.join(SOON);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
