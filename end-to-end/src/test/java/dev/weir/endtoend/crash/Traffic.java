package dev.weir.endtoend.crash;

import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIIoException;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.traffic.Chat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that ask one question after the other until they are closed or one is not answered. */
final class Traffic implements AutoCloseable {

  /** Stands in every question, and so in every answer of the echo. */
  static final String CONTENT = "a question that nobody else may read";

  private static final Duration SOON = Duration.ofMinutes(3);

  private final AtomicBoolean going = new AtomicBoolean(true);
  private final AtomicBoolean proxyIsKilled = new AtomicBoolean();
  private final AtomicInteger answers = new AtomicInteger();
  private final Queue<OpenAIException> failures = new ConcurrentLinkedQueue<>();
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
          chat.ask("echo-small", CONTENT + " " + i);
        } else {
          chat.stream("echo-large", CONTENT + " " + i);
        }
        answers.incrementAndGet();
      }
    } catch (OpenAIIoException e) {
      // What is under way when a proxy is killed is lost to the caller, though not to the log.
      if (!proxyIsKilled.get()) {
        failures.add(e);
      }
    } catch (OpenAIException e) {
      failures.add(e);
    }
  }

  /** To be called before the proxy is killed: connections may break from now on. */
  void proxyIsKilled() {
    proxyIsKilled.set(true);
  }

  int answers() {
    return answers.get();
  }

  /** What callers got in the place of an answer; empty where none was refused or let down. */
  List<OpenAIException> failures() {
    return List.copyOf(failures);
  }

  void awaitAnswers(int count) {
    Eventually.await(
        count + " answers",
        SOON,
        () -> {
          if (!failures.isEmpty()) {
            throw new AssertionError("a caller was not answered", failures.peek());
          }
          return answers.get() >= count;
        });
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
