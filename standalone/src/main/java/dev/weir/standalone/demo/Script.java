package dev.weir.standalone.demo;

import dev.weir.governance.detection.FindingType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The requests of the story, in the order in which they are told. */
final class Script {

  static final String CARD = "4111 1111 1111 1111";
  static final String MAIL = "jane.doe@example.com";
  static final String LIMITED_TEAM = "interns";

  private static final int SEARCHES = 140;
  private static final int TICKETS = 60;
  private static final int CARDS = 4;
  private static final int MAILS = 3;
  private static final int REPORTS = 40;
  private static final int TRIES = 40;
  private static final int HANG_UPS = 3;
  private static final int FAILURES = 5;

  private static final List<String> FAILING = List.of("!500", "!cut", "!429", "!html", "!half");

  private static final Watched CARD_ALERT = pii(FindingType.PAYMENT_CARD);
  private static final Watched MAIL_ALERT = pii(FindingType.EMAIL_ADDRESS);

  /** What is told of a provider that fails often enough. */
  private static final Set<Watched> FAILURE_ALERTS =
      Set.of(failure("search", "echo/echo-small"), failure("finance", "echo/echo-large"));

  private Script() {}

  private static Watched pii(FindingType type) {
    return new Watched("pii", "support", type.text());
  }

  private static Watched failure(String team, String target) {
    return new Watched("upstream-failure", team, target);
  }

  static boolean holdsCard(Told told) {
    return told.ask().body().contains(CARD);
  }

  static boolean holdsMail(Told told) {
    return told.ask().body().contains(MAIL);
  }

  /** Whether the provider was told to fail. */
  static boolean failsUpstream(Told told) {
    return FAILING.stream().anyMatch(told.ask().body()::contains);
  }

  /** What there must be an alert of when this was told. */
  static Set<Watched> alerts(List<Told> told) {
    Set<Watched> alerts = new HashSet<>();
    if (told.stream().anyMatch(Script::holdsCard)) {
      alerts.add(CARD_ALERT);
    }
    if (told.stream().anyMatch(Script::holdsMail)) {
      alerts.add(MAIL_ALERT);
    }
    if (told.stream().anyMatch(Script::failsUpstream)) {
      alerts.addAll(FAILURE_ALERTS);
    }
    return alerts;
  }

  /** What may be asked at once: the everyday traffic. */
  static List<Ask> traffic() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < SEARCHES; i++) {
      String text = "Find the report about river " + i + ".";
      asks.add(
          i % 2 == 0
              ? Ask.plain("search", "echo-small", text)
              : Ask.stream("search", "echo-small", text));
    }
    for (int i = 0; i < TICKETS; i++) {
      asks.add(Ask.stream("support", "echo-small", "Answer ticket " + i + " kindly."));
    }
    for (int i = 0; i < REPORTS; i++) {
      asks.add(Ask.plain("finance", "echo-large", "Explain line " + i + " of the statement."));
    }
    return asks;
  }

  /** Prompts that hold what should not be in them. */
  static List<Ask> personalData() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < CARDS; i++) {
      asks.add(Ask.plain("support", "echo-small", "Refund the card " + CARD + ", case " + i + "."));
    }
    for (int i = 0; i < MAILS; i++) {
      asks.add(Ask.stream("support", "echo-small", "Write to " + MAIL + " about case " + i + "."));
    }
    return asks;
  }

  /** More than the team has left; asked one after the other. */
  static List<Ask> overspending() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      asks.add(
          Ask.plain(LIMITED_TEAM, "echo-small", "Write my thesis, chapter " + i + ", please."));
    }
    return asks;
  }

  /** Callers and a provider that break off, and requests that nobody can answer. */
  static List<Ask> trouble() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < HANG_UPS; i++) {
      asks.add(Ask.hangUp("search", "echo-large", "!slow Tell me all about weir " + i + "."));
    }
    for (int i = 0; i < FAILURES; i++) {
      asks.add(Ask.plain("search", "echo-small", "!500 number " + i));
      asks.add(Ask.stream("finance", "echo-large", "!cut number " + i));
    }
    asks.add(Ask.plain("search", "echo-small", "!429 slow down"));
    asks.add(Ask.plain("search", "echo-small", "!html a page"));
    asks.add(Ask.plain("search", "echo-small", "!half an answer"));
    asks.add(Ask.plain("search", "no-such-model", "Are you there?"));
    asks.add(Ask.plain("finance", "echo-small", "A model that this team may not use."));
    asks.add(Ask.raw("search", "{\"model\":\"echo-small\",\"messages\":[{\"role\""));
    asks.add(Ask.stranger());
    asks.add(Ask.stranger());
    return asks;
  }
}
