package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.TextScan;
import dev.weir.governance.firewall.InjectionDetector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** All that is looked for in one text: once by the detectors, once by each recognizer. */
final class TextScanner {

  /** What a text costs that holds nothing. */
  private static final int TEXT_CHARS = 64;

  private final List<Detector> detectors;
  private final IdentityHashMap<Detector, TextScan.Selection> selections = new IdentityHashMap<>();
  private final List<Recognizer> recognizers;

  /** What the automata of a scan have been led to by the texts so far. */
  private final IdentityHashMap<TextScan, TextScan.Effort> efforts = new IdentityHashMap<>();

  /**
   * What a scan was.
   *
   * @param charsRead the text once, with {@value #TEXT_CHARS} for itself, and what patterns read of
   *     it besides
   * @param cut whether it stopped: it found so much, or it had used up what it may
   * @param spent whether it had used that up
   */
  record Scanned(long charsRead, boolean cut, boolean spent) {}

  /** {@code guards}: whose wishes decide which detectors and which of their rules run at all. */
  TextScanner(List<Detector> detectors, GuardPlan plan, List<Guard> guards) {
    List<GuardCheck.Contents> contents =
        guards.stream()
            .map(Guard::check)
            .filter(GuardCheck.Contents.class::isInstance)
            .map(GuardCheck.Contents.class::cast)
            .toList();
    Set<String> types = new HashSet<>();
    Set<String> rules = new HashSet<>();
    for (GuardCheck.Contents each : contents) {
      types.addAll(each.find());
      rules.addAll(each.rules());
    }
    List<Detector> wanted = new ArrayList<>();
    for (Detector each : detectors) {
      if (each instanceof TextScan scan) {
        TextScan.Selection selection =
            types.contains(GuardCheck.Contents.ALL) ? scan.all() : scan.select(types, rules);
        if (!selection.isEmpty()) {
          selections.put(each, selection);
          wanted.add(each);
        }
      } else if (each instanceof InjectionDetector
          ? contents.stream().anyMatch(GuardCheck.Contents::wantsInjections)
          : !contents.isEmpty()) {
        wanted.add(each);
      }
    }
    this.detectors = List.copyOf(wanted);
    this.recognizers =
        plan.recognizers().stream().filter(each -> types.contains(each.name())).toList();
  }

  /** The firewall hears other rules in what is data, and nothing in what the application says. */
  private static Detector judging(Detector detector, TextOrigin origin) {
    return detector instanceof InjectionDetector firewall
        ? origin.provenance().<Detector>map(firewall::of).orElse(_ -> List.of())
        : detector;
  }

  /**
   * Scans a text.
   *
   * @param charsMax what patterns may read, beyond the text once
   * @param judgedFrom where what the firewall judges begins; it ends at {@code judgedTo}
   */
  Scanned scan(
      CharSequence text,
      TextOrigin origin,
      long charsMax,
      int judgedFrom,
      int judgedTo,
      Consumer<Match> found) {
    long patterns = 0;
    boolean cut = false;
    for (Detector each : detectors) {
      boolean part = each instanceof InjectionDetector && judgedTo - judgedFrom < text.length();
      if (part && judgedTo <= judgedFrom) {
        continue;
      }
      int base = part ? judgedFrom : 0;
      TextScan.Selection selection = selections.get(each);
      List<Finding> findings;
      if (each instanceof TextScan scan && selection != null) {
        TextScan.Effort effort =
            efforts
                .computeIfAbsent(scan, _ -> new TextScan.Effort(charsMax))
                .next(Math.max(0, charsMax - patterns));
        findings = scan.scan(text, effort, selection);
        patterns += effort.charsRead();
        cut |= effort.isCut();
      } else {
        findings = judging(each, origin).scan(part ? text.subSequence(judgedFrom, judgedTo) : text);
      }
      int chars = base;
      int codePoints = 0;
      for (Finding finding : findings) {
        if (finding.start() < codePoints) {
          chars = base;
          codePoints = 0;
        }
        int start = Character.offsetByCodePoints(text, chars, finding.start() - codePoints);
        int end = Character.offsetByCodePoints(text, start, finding.end() - finding.start());
        chars = start;
        codePoints = finding.start();
        found.accept(
            new Match(finding.type().text(), finding.rule(), start, end, finding.score(), false));
      }
    }
    // The policy's own know nothing of what is read with a text, and may be anchored to its ends.
    boolean alone = judgedFrom < judgedTo && judgedTo - judgedFrom < text.length();
    CharSequence own = alone ? text.subSequence(judgedFrom, judgedTo) : text;
    Consumer<Match> moved = alone ? match -> found.accept(match.movedBy(judgedFrom)) : found;
    recognizers.forEach(each -> each.scan(own, moved));
    long read = TEXT_CHARS + text.length() + patterns;
    for (Recognizer each : recognizers) {
      read += each.charsRead(text.length());
    }
    return new Scanned(read, cut, cut && patterns >= charsMax);
  }
}
