package dev.weir.dialects.canonical;

import dev.weir.dialects.json.CallArguments;
import dev.weir.dialects.usage.TokenCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A whole answer, gathered from its events.
 *
 * @param choices by their numbers; at least one unless the answer failed
 * @param failed the error that ended it
 */
public record Gathered(
    String id,
    String model,
    long createdSeconds,
    List<Choice> choices,
    Optional<AnswerEvent.Used> used,
    Optional<AnswerEvent.Failed> failed) {

  /**
   * One choice.
   *
   * @param parts in the order in which they began
   */
  public record Choice(
      int number,
      List<Part> parts,
      FinishReason reason,
      Optional<String> stopSequence,
      String dialectReason) {

    public Choice {
      parts = List.copyOf(parts);
    }

    /** All parts of this type. */
    public <P extends Part> List<P> parts(Class<P> type) {
      return parts.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  public Gathered {
    choices = List.copyOf(choices);
  }

  /** What was counted, or nothing. */
  public TokenCounts counts() {
    return used.map(AnswerEvent.Used::counts).orElse(TokenCounts.NONE);
  }

  public static Gathered of(List<AnswerEvent> events) {
    Gathering gathering = new Gathering();
    events.forEach(gathering::take);
    return gathering.whole();
  }

  /** The answer so far. */
  private static final class Gathering {

    private AnswerEvent.Started started = new AnswerEvent.Started("", "", 0);
    private final Map<Integer, ChoiceSoFar> choices = new TreeMap<>();
    private Optional<AnswerEvent.Used> used = Optional.empty();
    private Optional<AnswerEvent.Failed> failed = Optional.empty();

    void take(AnswerEvent event) {
      switch (event) {
        case AnswerEvent.Started it -> started = it;
        case AnswerEvent.TextDelta it -> at(it.choice()).text(Kind.TEXT, it.text());
        case AnswerEvent.RefusalDelta it -> at(it.choice()).text(Kind.REFUSAL, it.text());
        case AnswerEvent.ThinkingDelta it -> at(it.choice()).text(Kind.THINKING, it.text());
        case AnswerEvent.ThinkingSignature it -> at(it.choice()).signature(it);
        case AnswerEvent.HiddenThinking it ->
            at(it.choice()).whole(new Part.HiddenThinking(it.data(), it.signedBy()));
        case AnswerEvent.ToolCallStarted it -> at(it.choice()).toolCall(it);
        case AnswerEvent.ToolCallDelta it -> at(it.choice()).arguments(it.call(), it.json());
        case AnswerEvent.CustomCallStarted it -> at(it.choice()).customCall(it);
        case AnswerEvent.CustomCallDelta it -> at(it.choice()).input(it.call(), it.text());
        case AnswerEvent.Foreign it ->
            at(it.choice()).whole(new Part.Foreign(it.dialect(), it.type(), it.json()));
        case AnswerEvent.Finished it -> at(it.choice()).finished = it;
        case AnswerEvent.Used it -> used = Optional.of(it);
        case AnswerEvent.Failed it -> failed = Optional.of(it);
      }
    }

    private ChoiceSoFar at(int choice) {
      return choices.computeIfAbsent(choice, ChoiceSoFar::new);
    }

    Gathered whole() {
      return new Gathered(
          started.id(),
          started.model(),
          started.createdSeconds(),
          choices.values().stream().map(ChoiceSoFar::whole).toList(),
          used,
          failed);
    }
  }

  private enum Kind {
    TEXT,
    REFUSAL,
    THINKING
  }

  /** One choice so far. */
  private static final class ChoiceSoFar {

    private final int number;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Integer, CallSoFar> calls = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<Kind> open = Optional.empty();
    private AnswerEvent.Finished finished;

    ChoiceSoFar(int number) {
      this.number = number;
      this.finished = new AnswerEvent.Finished(number, FinishReason.OTHER, Optional.empty(), "");
    }

    void text(Kind kind, String more) {
      if (open.isEmpty() || open.get() != kind) {
        close(Optional.empty(), DialectName.OPENAI_CHAT);
        open = Optional.of(kind);
      }
      text.append(more);
    }

    void signature(AnswerEvent.ThinkingSignature it) {
      if (open.isEmpty() || open.get() != Kind.THINKING) {
        // A signature alone: its thinking is not shown.
        close(Optional.empty(), DialectName.OPENAI_CHAT);
        open = Optional.of(Kind.THINKING);
      }
      close(Optional.of(it.signature()), it.signedBy());
    }

    private void close(Optional<String> signature, DialectName signedBy) {
      if (open.isEmpty()) {
        return;
      }
      String whole = text.toString();
      text.setLength(0);
      parts.add(
          switch (open.get()) {
            case TEXT -> new Part.Text(whole);
            case REFUSAL -> new Part.Refusal(whole);
            case THINKING -> new Part.Thinking(whole, signature, signedBy);
          });
      open = Optional.empty();
    }

    void whole(Part part) {
      close(Optional.empty(), DialectName.OPENAI_CHAT);
      parts.add(part);
    }

    void toolCall(AnswerEvent.ToolCallStarted it) {
      close(Optional.empty(), DialectName.OPENAI_CHAT);
      begin(
          it.call(),
          arguments ->
              new Part.ToolCall(
                  it.id(),
                  it.name(),
                  arguments.isEmpty() ? "{}" : arguments,
                  it.signature(),
                  Optional.empty()));
    }

    void customCall(AnswerEvent.CustomCallStarted it) {
      close(Optional.empty(), DialectName.OPENAI_CHAT);
      begin(it.call(), input -> new Part.CustomCall(it.id(), it.name(), input));
    }

    private void begin(int call, Function<String, Part> whole) {
      calls.put(call, new CallSoFar(whole, parts.size()));
      // Its place; the arguments may come while others begin.
      parts.add(whole.apply(""));
    }

    void arguments(int number, String more) {
      CallSoFar call = calls.get(number);
      if (call != null) {
        call.text.append(call.arguments.read(more));
      }
    }

    void input(int number, String more) {
      CallSoFar call = calls.get(number);
      if (call != null) {
        call.text.append(more);
      }
    }

    Choice whole() {
      close(Optional.empty(), DialectName.OPENAI_CHAT);
      for (CallSoFar call : calls.values()) {
        parts.set(call.at, call.whole.apply(call.text + call.arguments.rest()));
      }
      return new Choice(
          number, parts, finished.reason(), finished.stopSequence(), finished.dialectReason());
    }
  }

  private static final class CallSoFar {

    private final Function<String, Part> whole;
    private final int at;
    private final StringBuilder text = new StringBuilder();
    private final CallArguments arguments = new CallArguments();

    CallSoFar(Function<String, Part> whole, int at) {
      this.whole = whole;
      this.at = at;
    }
  }
}
