package dev.weir.governance.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskClassifierTest {

  private final TaskClassifier classifier = TaskClassifier.standard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SIMPLE    | what time does the branch close
          SIMPLE    | My card has not arrived yet, what should I do?
          SIMPLE    | turn the lights off in the kitchen
          SIMPLE    | how much did i spend on food last week
          GENERAL   | Write a short story about a lighthouse keeper who is afraid of the sea.
          GENERAL   | Summarise the minutes below for people who were not there, in two paragraphs.
          GENERAL   | Draft a farewell speech for a colleague who retires after thirty years.
          REASONING | Solve 4x - 7 = 21 and show each step.
          REASONING | Lena has 48 stickers, gives away a third and buys 10 more. How many are left?
          REASONING | What is the probability that three coins all show heads?
          CODE      | Write a Java method that reverses a linked list in place.
          CODE      | Why does this Python function return None? def f(x): x + 1
          CODE      | Refactor this TypeScript class to use async and await instead of callbacks.
          """)
  void isRightWhereItIsSure(TaskKind kind, String text) {
    Task told = classifier.classify(text);

    if (told.confidence() >= 0.8) {
      assertThat(told.kind()).isEqualTo(kind);
    }
  }

  @Test
  void tellsWhatEverybodyWouldTell() {
    assertThat(classifier.classify("what time does the branch close"))
        .returns(TaskKind.SIMPLE, Task::kind);
    assertThat(classifier.classify("Write a Java method that reverses a linked list in place."))
        .returns(TaskKind.CODE, Task::kind);
    assertThat(classifier.classify("Solve 4x - 7 = 21 and show each step."))
        .returns(TaskKind.REASONING, Task::kind);
  }

  @Test
  void isUnsureOfWhatSaysNothing() {
    assertThat(classifier.classify("").confidence()).isLessThan(0.8);
  }

  @Test
  void readsBeginningAndEndOfALongText() {
    String document =
        "The meeting began at ten and nobody had brought the figures. ".repeat(50_000);

    Task asked = classifier.classify(document + "\n\nWrite a Python script that counts its words.");

    assertThat(asked.confidence()).isBetween(0.25, 1.0);
    assertThat(asked.kind()).isNotEqualTo(TaskKind.SIMPLE);
  }

  @Test
  void takesWhateverStandsThere() {
    for (String text : new String[] {"\u0000\uD800", "🙂🙂", "   \n\n", "{}[]();", "９９９"}) {
      assertThat(classifier.classify(text).confidence()).isBetween(0.25, 1.0);
    }
  }
}
