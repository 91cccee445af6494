package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.firewall.InjectionDetector;
import java.util.List;
import java.util.function.Consumer;

/** All that is looked for in one text: once by the detectors, once by each recognizer. */
final class TextScanner {

  private final List<Detector> detectors;
  private final List<Recognizer> recognizers;

  /** {@code guards}: whose wishes decide whether detectors run at all. */
  TextScanner(List<Detector> detectors, GuardPlan plan, List<Guard> guards) {
    this.detectors =
        detectors.stream()
            .filter(each ->
                guards.stream()
                    .anyMatch(
                        each instanceof InjectionDetector
                            ? TextScanner::wantsFirewall
                            : TextScanner::wantsDetectors))
            .toList();
    this.recognizers =
        guards.stream().anyMatch(each -> each.check() instanceof GuardCheck.Contents)
            ? plan.recognizers()
            : List.of();
  }

  private static boolean wantsDetectors(Guard guard) {
    return guard.check() instanceof GuardCheck.Contents;
  }

  private static boolean wantsFirewall(Guard guard) {
    return guard.check() instanceof GuardCheck.Contents contents && contents.wantsInjections();
  }

  /** The firewall hears other rules in what is data, and nothing in what the application says. */
  private static Detector judging(Detector detector, TextOrigin origin) {
    return detector instanceof InjectionDetector firewall
        ? origin.provenance().<Detector>map(firewall::of).orElse(_ -> List.of())
        : detector;
  }

  void scan(CharSequence text, TextOrigin origin, Consumer<Match> found) {
    for (Detector each : detectors) {
      Detector detector = judging(each, origin);
      int chars = 0;
      int codePoints = 0;
      for (Finding finding : detector.scan(text)) {
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
  }
}
