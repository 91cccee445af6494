package dev.weir.governance.firewall;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What speaks for an attack in a text that was put in English word by word: one word of each of
 * three groups, near to each other and in any order, for other languages have another one. They
 * decide nothing; the model is believed sooner where one of them is heard.
 */
final class Witnesses {

  private static final int NEAR = 8;

  private static final String ORDERS =
      "instructions instruction orders rules guidelines restrictions limits filter ethics laws"
          + " programming";

  /** The first group has the rarest words. */
  private static final List<List<Set<Integer>>> ALL =
      List.of(
          // Orders are taken back.
          witness(
              "ignore disregard forget override bypass stop cancelled suspended",
              ORDERS + " told said",
              "previous above before earlier original all everything your own developer system me my"
                  + " given received now"),
          // A text that is secret is asked for.
          witness(
              "show reveal tell say write output repeat copy translate summarize paste",
              "prompt",
              "system secret hidden your you before above first initial developer internal complete"),
          witness(
              "show reveal tell say write output repeat copy translate summarize paste",
              "instructions orders rules text message configuration word said",
              "secret hidden your before above initial internal developer"),
          witness(
              "above beginning before",
              "repeat show tell say write output copy translate summarize paste give",
              "all everything text word words"),
          // A persona has no limits.
          witness("developer", "mode", "without no not never nothing unlimited"),
          witness(
              ORDERS + " refuse censorship warning",
              "without no not never nothing free unlimited disable remove",
              "ai model assistant robot bot chatbot you act pretend role play mode imagine"),
          // One alone is to be obeyed.
          witness("only", "obey follow do answer orders say", "i me my"),
          // Something is kept from who reads it.
          witness("user", "tell say write", "not never nothing nobody without"),
          // Data is to be sent away.
          witness(
              "http https address example",
              "send write email",
              "password key data conversation email content"
                  + " message secret all everything user"));

  private Witnesses() {}

  private static List<Set<Integer>> witness(String... groups) {
    return Arrays.stream(groups).map(Witnesses::hashes).toList();
  }

  private static Set<Integer> hashes(String words) {
    return Arrays.stream(words.split(" "))
        .map(NgramFeatures::hash)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether one is heard anywhere. */
  static boolean heard(NgramFeatures.Words words) {
    for (int word = 0; word < words.count(); word++) {
      for (List<Set<Integer>> witness : ALL) {
        if (witness.getFirst().contains(words.hash(word)) && near(words, word, witness)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean near(NgramFeatures.Words words, int word, List<Set<Integer>> witness) {
    int from = Math.max(0, word - NEAR);
    int to = Math.min(words.count(), word + NEAR + 1);
    for (Set<Integer> group : witness) {
      int at = from;
      while (at < to && !group.contains(words.hash(at))) {
        at++;
      }
      if (at == to) {
        return false;
      }
    }
    return true;
  }
}
