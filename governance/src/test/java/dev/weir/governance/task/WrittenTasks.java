package dev.weir.governance.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Examples from patterns, for what the collections lack: requests as people type them to a model at
 * work. Each pattern is filled with each filler.
 */
final class WrittenTasks {

  private static final String[] LANGUAGES = {
    "Python", "Java", "Go", "Rust", "TypeScript", "SQL", "bash", "C#", "Kotlin", "JavaScript"
  };

  private static final String[] CODE = {
    "Write a %s function that removes duplicates from a list and keeps the order.",
    "write me a quick %s script to rename all files in a folder",
    "Fix this %s code:\n\n```\nfor i in range(len(xs)):\n    print(xs[i+1])\n```",
    "Why does my %s program throw a null pointer exception at line 42?",
    "Refactor the following %s class so that it can be tested without a database.",
    "Implement an LRU cache in %s with O(1) get and put.",
    "Add unit tests for this %s method:\n\npublic int add(int a, int b) { return a + b; }",
    "Convert this loop to %s: while (x < 10) { x = x * 2; }",
    "What is the time complexity of this %s snippet and can it be made faster?",
    "Explain what this %s code does: x = [f(y) for y in ys if y > 0]",
    "How do I parse a JSON response in %s and handle errors?",
    "I get 'cannot find symbol' when I compile my %s project. Here is the build output.",
    "Review my pull request, it changes the %s client to use connection pooling.",
    "Generate a REST endpoint in %s that uploads a file and stores its metadata.",
    "Write a regular expression in %s that matches ISO dates.",
    "Give me a %s query that joins orders and customers and groups by month.",
    "Implement depth-first search of a graph stored as adjacency lists in %s.",
    "Write a class in %s for a thread-safe bounded queue, with tests.",
    "Translate this algorithm from pseudocode to %s.",
    "Create an HTML page with a button; on click, %s code shows a random quote.",
  };

  private static final String[] ALGORITHMS = {
    "the median of a stream",
    "the shortest path in a grid",
    "a palindrome in a long string",
    "all permutations of a word",
    "merge sort",
    "a trie with prefix search",
    "a min-heap",
    "a topological order",
    "two entries that add up to a target",
    "the Levenshtein distance",
    "a rate limiter",
    "matrix multiplication"
  };

  private static final String[] ALGORITHMIC = {
    "Implement %s and state its complexity.",
    "Write a function for %s.",
    "You are given an array of n integers. Write code for %s in O(n log n) time.",
    "Write a program that computes %s using recursion.",
    "My implementation of %s returns the wrong result for an empty array, where is the bug?",
    "Is there a faster algorithm for %s? If so, code it.",
  };

  private static final String[] SUBJECTS = {
    "7", "12", "36", "144", "2.5", "1000", "81", "19", "64", "250"
  };

  private static final String[] REASONING = {
    "Solve for x: 3x + %s = 40.",
    "What is the derivative of f(x) = x^3 - %s x?",
    "Prove that the sum of %s consecutive integers is divisible by something larger than one.",
    "A bag holds %s red and 9 blue marbles. What is the probability of drawing two red ones?",
    "If f(x) = 2x^2 - %s, find the value of f(3).",
    "A train leaves at 9 am with %s km/h, another at 10 am with 90 km/h. When do they meet?",
    "How many ways are there to choose 3 people out of %s?",
    "A is older than B, B is older than C, and there are %s others between. Who is the youngest?",
    "The vertices of a triangle are (0, 0), (%s, 0) and (3, 4). What is its area?",
    "Find the remainder when %s to the power of 5 is divided by 11.",
    "Evaluate the integral of x e^x from 0 to %s.",
    "Every knight tells the truth, every knave lies. Of %s people one says: we are all knaves."
        + " What is he?",
    "An investment of %s dollars grows by 6%% a year. After how many years has it doubled?",
    "How many golf balls fit into a bus of %s cubic metres? Estimate step by step.",
    "Which number comes next: 2, 6, 12, 20, 30, %s? Explain the rule.",
    "All cats are animals. Some animals bark. Does it follow that some of %s cats bark?",
    "Is %s a prime number? Show your work.",
    "Simplify the expression (x^2 - %s) / (x - 3) and state where it is not defined.",
    "Two dice are rolled %s times. What is the expected number of double sixes?",
    "Standing with your face to the north you turn right %s times. Which way do you look?",
    "Estimate how many piano tuners work in a city of %s thousand people. Think step by step.",
    "Roughly how much rain falls on a roof of %s square metres in a year? Explain the estimate.",
    "There are %s boxes with wrong labels. Which one do you open first, and why?",
    "Three friends order tea, milk and juice. Anna takes no milk, Ben sits %s seats from the juice."
        + " Who drinks what? Give the reasons.",
    "My mother's only brother has %s children. How is his daughter's son related to me?",
    "From the statements 'no fish can fly' and '%s of these animals can fly', which conclusion"
        + " follows?",
    "At the dinner %s guests were in the kitchen when the cake vanished; only the baker had a key."
        + " Who took it? Deduce it from the text.",
    "Which of these does not belong with the rest, and why: %s, 8, 27, 125, 200?",
    "What is %s times 17, minus the square root of 49?",
    "What is the probability that two dice show a sum of %s?",
    "How likely is it that %s people all have different birthdays?",
    "What is the limit of (x + %s) / x as x goes to infinity?",
  };

  private static final String[] TOPICS = {
    "remote work", "solar energy", "the French Revolution", "our new pricing", "machine learning",
    "a trip to Portugal", "urban gardening", "customer churn", "the history of jazz", "vaccines",
    "public libraries", "the printing press", "food prices", "time management", "chess",
    "black holes", "team conflicts", "bicycle lanes", "the Roman empire", "antibiotics"
  };

  private static final String[] GENERAL = {
    "Write a blog post of about 500 words about %s.",
    "Summarise the following article on %s in three bullet points.",
    "Draft a polite email to a customer about %s and offer a call next week.",
    "Explain %s to a ten year old.",
    "Compare two common views on %s and discuss their strengths and weaknesses.",
    "Translate the paragraph below about %s into German and keep the tone.",
    "Extract all names, dates and places from this text about %s and return them as JSON.",
    "You are a historian. Give a short talk on %s to a general audience.",
    "Rewrite this passage on %s so that it is clearer and half as long.",
    "Create a lesson plan on %s for a class of fifteen.",
    "Imagine a conversation between two experts on %s who disagree.",
    "Write a poem about %s in the style of a sea shanty.",
    "What are the main causes and consequences of %s? Discuss in detail.",
    "Suggest five headlines for an article about %s.",
    "Classify the sentiment of these reviews about %s and explain each decision.",
    "Describe how %s has changed over the last twenty years and what may come next.",
    "Make an outline for a presentation about %s with speaker notes.",
    "Give me a critical review of the attached proposal on %s.",
    "How would you introduce %s to a new colleague at a conference?",
    "Turn the notes below on %s into a report with an introduction and a conclusion.",
    "How can I get better at talking about %s?",
    "Why do many people feel strongly about %s?",
    "What if %s had never come about?",
    "Which factors matter when a company decides about %s?",
    "How does %s shape the economy and the way people live?",
    "Explain how %s works, with its benefits and risks.",
    "What are good strategies to deal with %s in a family?",
    "Is it right to spend public money on %s, or are other problems more urgent?",
    "Pretend to be a ship's cook and tell the crew about %s.",
    "Can you help me write a formal letter about %s?",
    "Name the key principles behind %s and give an example of each.",
    "How can one tell whether somebody really understands %s?",
    "Could you outline the stages of %s and what happens in each?",
    "What is %s?",
  };

  private static final String[] THINGS = {
    "my order", "the invoice", "my password", "the meeting", "a table for two",
    "my account", "the office", "this subscription", "the delivery", "my booking"
  };

  private static final String[] SIMPLE = {
    "where is %s?",
    "How do I cancel %s?",
    "hi, can you help me with %s",
    "remind me about %s tomorrow at 9",
    "What's the status of %s?",
    "thanks, that solved it. one more thing: %s",
    "can I change %s online",
    "who do I call about %s",
    "when will %s be ready?",
    "yes please, and move %s to friday",
    "is %s still valid",
    "I lost %s, what now?",
  };

  private WrittenTasks() {}

  static List<Labelled> all() {
    List<Labelled> all = new ArrayList<>();
    fill(all, CODE, LANGUAGES, TaskKind.CODE);
    fill(all, ALGORITHMIC, ALGORITHMS, TaskKind.CODE);
    fill(all, REASONING, SUBJECTS, TaskKind.REASONING);
    fill(all, GENERAL, TOPICS, TaskKind.GENERAL);
    fill(all, SIMPLE, THINGS, TaskKind.SIMPLE);
    return all;
  }

  private static void fill(List<Labelled> all, String[] patterns, String[] fillers, TaskKind kind) {
    for (String pattern : patterns) {
      for (String filler : fillers) {
        all.add(new Labelled(pattern.formatted(filler), kind));
      }
    }
  }
}
