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

  /**
   * What a scan was.
   *
   * @param charsRead the text once, with {@value #TEXT_CHARS} for itself, and what patterns read of
   *     it besides
   * @param cut whether it found so much that it stopped
   */
  record Scanned(long charsRead, boolean cut) {}

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

  Scanned scan(CharSequence text, TextOrigin origin, Consumer<Match> found) {
    var effort = new TextScan.Effort(Long.MAX_VALUE);
    for (Detector each : detectors) {
      TextScan.Selection selection = selections.get(each);
      List<Finding> findings =
          each instanceof TextScan scan && selection != null
              ? scan.scan(text, effort, selection)
              : judging(each, origin).scan(text);
      int chars = 0;
      int codePoints = 0;
      for (Finding finding : findings) {
        if (finding.start() < codePoints) {
          chars = 0;
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
    recognizers.forEach(each -> each.scan(text, found));
    long read = TEXT_CHARS + text.length() + effort.charsRead();
    for (Recognizer each : recognizers) {
      read += each.charsRead(text.length());
    }
    return new Scanned(read, effort.isCut());
  }
}
