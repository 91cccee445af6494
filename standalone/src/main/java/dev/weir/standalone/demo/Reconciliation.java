package dev.weir.standalone.demo;

import dev.weir.governance.audit.AuditChain;
import dev.weir.governance.detection.FindingType;
import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.Prompt;
import dev.weir.schemas.event.RatedItem;
import dev.weir.schemas.event.Sighting;
import dev.weir.schemas.event.Usage;
import dev.weir.schemas.topic.Topic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the log says what the callers saw. Pure. */
final class Reconciliation {

  /** One thing that two sides must agree on. */
  record Line(String what, String expected, String found) {
    boolean agrees() {
      return expected.equals(found);
    }
  }

  /** What the story plants; an encoder may see more in its texts. */
  private static final Set<String> PLANTED =
      Set.of(FindingType.PAYMENT_CARD.text(), FindingType.EMAIL_ADDRESS.text());

  private final List<Told> told;
  private final Recorded recorded;
  private final List<Line> lines = new ArrayList<>();

  private Reconciliation(List<Told> told, Recorded recorded) {
    this.told = told;
    this.recorded = recorded;
  }

  static List<Line> of(List<Told> told, Recorded recorded) {
    var reconciliation = new Reconciliation(told, recorded);
    reconciliation.compareRecords();
    reconciliation.compareRepetitions();
    reconciliation.verifyChains();
    reconciliation.compareTokens();
    reconciliation.compareMoney();
    reconciliation.compareQuota();
    reconciliation.comparePrivacy();
    reconciliation.compareAlerts();
    return List.copyOf(reconciliation.lines);
  }

  static boolean agrees(List<Line> lines) {
    return lines.stream().allMatch(Line::agrees);
  }

  private void compareRecords() {
    List<String> known =
        told.stream().filter(each -> each.ask().team().isPresent()).map(Told::requestId).toList();
    line(
        "prompts sent = prompts recorded",
        ids(known),
        ids(recorded.prompts(), Prompt::getRequestId));
    line(
        "prompts = ends of exchanges", ids(known), ids(recorded.ends(), end -> end.getRequestId()));
    line(
        "prompts = final usage records",
        ids(known),
        ids(
            recorded.usages().stream().filter(Usage::getFinalAttempt).toList(),
            Usage::getRequestId));
    line(
        "prompts = audit entries",
        ids(known),
        ids(recorded.audit(), entry -> entry.getRequestId()));
    line(
        "requests sent = admission decisions",
        ids(told.stream().map(Told::requestId).toList()),
        ids(recorded.admissions(), admission -> admission.getRequestId()));
  }

  private void compareRepetitions() {
    once("rated usage", Topic.RATED_USAGE, recorded.rated());
    once("chargeback rows", Topic.CHARGEBACK, recorded.charges());
    once("audit entries", Topic.AUDIT, recorded.audit());
    once("sightings", Topic.SIGHTINGS, recorded.alertSources());
    once("alerts", Topic.ALERTS, recorded.alerts());
  }

  private void once(String what, Topic topic, List<?> records) {
    line(what + ": distinct ids = records", recorded.distinct(topic), records.size());
  }

  private void verifyChains() {
    Map<String, List<AuditEntry>> chains =
        recorded.audit().stream()
            .collect(
                Collectors.groupingBy(AuditEntry::getChain, TreeMap::new, Collectors.toList()));
    List<String> broken = new ArrayList<>();
    chains.forEach((chain, entries) -> {
      if (verify(entries) instanceof AuditChain.Verdict.Broken(long index, String reason)) {
        broken.add(", chain " + chain + " entry " + index + " " + reason);
      }
    });
    line(
        "audit chains = chains that verify",
        Integer.toString(chains.size()),
        chains.size() - broken.size() + String.join("", broken));
  }

  /** The story may continue chains of a folder that was used before. */
  private static AuditChain.Verdict verify(List<AuditEntry> entries) {
    AuditEntry first = entries.getFirst();
    return first.getIndex() == 0
        ? AuditChain.verify(entries)
        : AuditChain.verify(entries, first.getIndex(), first.getPreviousHash());
  }

  private void compareTokens() {
    Set<String> counted =
        told.stream().filter(Told::hasUsage).map(Told::requestId).collect(Collectors.toSet());
    long byCallers = told.stream().mapToLong(Told::tokens).sum();
    long inLog =
        recorded.usages().stream()
            .filter(usage -> counted.contains(usage.getRequestId()))
            .mapToLong(Reconciliation::tokens)
            .sum();
    line("tokens counted by callers = tokens in the log", byCallers, inLog);
    long all = recorded.usages().stream().mapToLong(Reconciliation::tokens).sum();
    long rated =
        recorded.rated().stream()
            .flatMap(usage -> usage.getItems().stream())
            .mapToLong(RatedItem::getTokens)
            .sum();
    line("tokens in the log, hang-ups included = tokens rated", all, rated);
    long charged = charged(recorded.charges());
    line("tokens in the log, hang-ups included = tokens charged", all, charged);
  }

  private void compareMoney() {
    BigDecimal rated =
        recorded.rated().stream()
            .flatMap(usage -> usage.getItems().stream())
            .map(RatedItem::getCost)
            .filter(Objects::nonNull)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    line("cost rated = cost billed, USD", plain(rated), plain(billed(recorded.charges())));
  }

  private void compareQuota() {
    Map<String, Long> used = new TreeMap<>();
    recorded.usages().forEach(usage -> used.merge(usage.getTeam(), tokens(usage), Math::addExact));
    recorded
        .spentByTeam()
        .forEach((team, spent) ->
            line(
                "tokens of " + team + " = spent in its quota state",
                used.getOrDefault(team, 0L),
                spent));
    boolean stopped =
        told.stream()
            .anyMatch(each ->
                each.isStoppedByQuota()
                    && each.ask().team().filter(Script.LIMITED_TEAM::equals).isPresent());
    line("the team without budget is stopped", "yes", stopped ? "yes" : "no");
  }

  private void comparePrivacy() {
    List<String> withData =
        told.stream()
            .filter(each -> Script.holdsCard(each) || Script.holdsMail(each))
            .map(Told::requestId)
            .toList();
    Set<String> found =
        recorded.sightings().stream()
            .filter(sighting -> PLANTED.contains(sighting.getSubject()))
            .map(Sighting::getRequestId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    line("prompts with card or e-mail = prompts with a finding", ids(withData), ids(found));
    line("records that show personal data", 0, recorded.leaks());
  }

  /** The table of alerts is whole only when they are all there, and all that they count. */
  private void compareAlerts() {
    line(
        "calls that the provider failed = failures sighted",
        told.stream().filter(Script::failsUpstream).map(Told::requestId).toList(),
        ids(
            recorded.sightings().stream()
                .filter(sighting -> sighting.getType().equals("upstream-failure"))
                .toList(),
            sighting -> Objects.requireNonNullElse(sighting.getRequestId(), "")));
    Set<Watched> due = Script.alerts(told);
    long raised =
        recorded.alertsInForce().stream().map(Watched::by).filter(due::contains).distinct().count();
    line("alerts that the story calls for = alerts raised", due.size(), raised);
  }

  static long tokens(Usage usage) {
    return usage.getInputTokens()
        + usage.getCacheReadTokens()
        + usage.getCacheWriteTokens()
        + usage.getOutputTokens()
        + usage.getReasoningTokens()
        + usage.getAudioTokens()
        + usage.getImageTokens();
  }

  /** Rows of what cost nothing count requests and no tokens. */
  static long charged(Collection<ChargebackRow> rows) {
    return rows.stream()
        .filter(row -> row.getConsumedUnit().equals("Tokens"))
        .mapToLong(ChargebackRow::getConsumedQuantity)
        .sum();
  }

  static BigDecimal billed(Collection<ChargebackRow> rows) {
    return rows.stream().map(ChargebackRow::getBilledCost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static String plain(BigDecimal money) {
    return money.signum() == 0 ? "0" : money.stripTrailingZeros().toPlainString();
  }

  private void line(String what, long expected, long found) {
    line(what, Long.toString(expected), Long.toString(found));
  }

  private void line(String what, String expected, String found) {
    lines.add(new Line(what, expected, found));
  }

  /** Two sides with the same ids, none of them twice. */
  private void line(String what, List<String> expected, List<String> found) {
    boolean same = new TreeSet<>(expected).equals(new TreeSet<>(found));
    String count = Integer.toString(found.size());
    lines.add(
        new Line(
            what,
            Integer.toString(expected.size()),
            same || expected.size() != found.size() ? count : count + ", but others"));
  }

  private static List<String> ids(Collection<String> ids) {
    return List.copyOf(ids);
  }

  private static <T> List<String> ids(Collection<T> records, Function<T, String> id) {
    return records.stream().map(id).toList();
  }
}
