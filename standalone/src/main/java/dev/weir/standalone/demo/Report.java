package dev.weir.standalone.demo;

import dev.weir.schemas.event.AuditEntry;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.schemas.event.QuotaState;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import dev.weir.standalone.console.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what each part concluded. */
final class Report {

  private static final String INDENT = "  ";

  private final PrintWriter out;
  private final List<Told> told;
  private final Recorded recorded;

  Report(PrintWriter out, List<Told> told, Recorded recorded) {
    this.out = out;
    this.told = told;
    this.recorded = recorded;
  }

  void print(List<Reconciliation.Line> lines) {
    outcomes();
    usage();
    quota();
    alerts();
    audit();
    chargeback();
    reconciliation(lines);
  }

  private void outcomes() {
    heading("Exchanges, by how they ended");
    Map<String, Long> counts =
        recorded.ends().stream()
            .map(ResponseFrame::getEnd)
            .collect(
                Collectors.groupingBy(
                    end ->
                        end.getOutcome()
                            + "|"
                            + end.getStatus()
                            + "|"
                            + (end.getCode().isEmpty() ? "-" : end.getCode()),
                    TreeMap::new,
                    Collectors.counting()));
    var table = new Table("OUTCOME", "STATUS", "CODE", "EXCHANGES");
    counts.forEach((key, count) -> {
      String[] parts = key.split("\\|", 3);
      table.row(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1], parts[2], count);
    });
    table.print(out, INDENT);
  }

  private void usage() {
    heading("Usage, by team");
    Map<String, List<Usage>> byTeam =
        recorded.usages().stream()
            .collect(Collectors.groupingBy(Usage::getTeam, TreeMap::new, Collectors.toList()));
    var table = new Table("TEAM", "EXCHANGES", "TOKENS IN", "TOKENS OUT", "OF THEM ESTIMATED");
    byTeam.forEach((team, usages) ->
        table.row(
            team,
            usages.stream().filter(Usage::getFinalAttempt).count(),
            usages.stream().mapToLong(Usage::getInputTokens).sum(),
            usages.stream().mapToLong(Usage::getOutputTokens).sum(),
            usages.stream()
                .filter(
                    usage -> usage.getUsageSource() == dev.weir.schemas.event.UsageSource.ESTIMATED)
                .mapToLong(Reconciliation::tokens)
                .sum()));
    table.print(out, INDENT);
  }

  private void quota() {
    heading("Quota state, as every proxy sees it");
    var table = new Table("LIMIT", "TEAM", "SPENT", "MAX", "UNIT", "MODE");
    Map<String, QuotaState> newest = new TreeMap<>();
    recorded.quotaStates().forEach(state -> newest.put(state.getPolicyId(), state));
    newest
        .values()
        .forEach(state ->
            table.row(
                state.getPolicyId(),
                state.getTeam(),
                state.getSpent(),
                state.getLimit(),
                state.getUnit(),
                state.getMode()));
    table.print(out, INDENT);
    told.stream()
        .filter(Told::isStoppedByQuota)
        .findFirst()
        .ifPresent(first -> out.println(INDENT + "429: " + first.message()));
  }

  private void alerts() {
    Set<Watched> due = Script.alerts(told);
    heading("Alerts (OCSF detection findings; never the content)");
    var table = new Table("TYPE", "TEAM", "SEVERITY", "WHAT", "ALERTS", "SIGHTINGS");
    Map<String, Long> sightings =
        recorded.sightings().stream()
            .collect(
                Collectors.groupingBy(
                    it -> kind(it.getType(), it.getTeam(), it.getSeverityId(), it.getSubject()),
                    Collectors.counting()));
    Map<String, Long> counts =
        recorded.alertsInForce().stream()
            .filter(alert -> due.contains(Watched.by(alert)))
            .collect(
                Collectors.groupingBy(
                    it -> kind(it.getType(), it.getTeam(), it.getSeverityId(), it.getSubject()),
                    TreeMap::new,
                    Collectors.counting()));
    counts.forEach((kind, count) -> {
      String[] parts = kind.split("\\|", 4);
      table.row(parts[0], parts[1], parts[2], parts[3], count, sightings.getOrDefault(kind, count));
    });
    table.print(out, INDENT);
    out.println(
        INDENT + "Budgets and names are looked at later: ./weir alert list shows those too.");
  }

  private static String kind(String type, String team, int severity, String subject) {
    return type + "|" + team + "|" + severity + "|" + subject;
  }

  private void audit() {
    heading("Audit");
    Map<String, List<AuditEntry>> chains =
        recorded.audit().stream()
            .collect(
                Collectors.groupingBy(AuditEntry::getChain, TreeMap::new, Collectors.toList()));
    out.printf(
        "%s%d sealed entries in %d chain(s)%n", INDENT, recorded.audit().size(), chains.size());
  }

  private void chargeback() {
    heading("Chargeback (FOCUS rows, summed)");
    Map<String, List<ChargebackRow>> bySku =
        recorded.charges().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.getXTeam() + "|" + row.getXModel() + "|" + row.getXTokenType(),
                    TreeMap::new,
                    Collectors.toList()));
    var table = new Table("TEAM", "MODEL", "TOKENS OF TYPE", "TOKENS", "USD");
    List<ChargebackRow> all = new ArrayList<>();
    bySku.forEach((sku, rows) -> {
      String[] parts = sku.split("\\|", 3);
      all.addAll(rows);
      table.row(
          parts[0],
          parts[1],
          parts[2],
          Reconciliation.charged(rows),
          Reconciliation.plain(Reconciliation.billed(rows)));
    });
    table.row(
        "all",
        "",
        "",
        Reconciliation.charged(all),
        Reconciliation.plain(Reconciliation.billed(all)));
    table.print(out, INDENT);
  }

  private void reconciliation(List<Reconciliation.Line> lines) {
    heading("Reconciliation");
    var table = new Table("WHAT", "EXPECTED", "FOUND", "");
    lines.forEach(line ->
        table.row(line.what(), line.expected(), line.found(), line.agrees() ? "ok" : "DIFFERENT"));
    table.print(out, INDENT);
    out.println();
    long different = lines.stream().filter(line -> !line.agrees()).count();
    out.println(
        different == 0
            ? "All " + lines.size() + " lines agree: nothing was lost, doubled or altered."
            : different + " of " + lines.size() + " lines differ.");
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }
}
