package dev.weir.governance.guard;

import dev.weir.governance.detection.Detector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The look of all guards of one direction at one prompt or one answer. A text is scanned once for
 * all of them, in pieces, so that a guard whose budget is used up stops within a piece. What counts
 * is what was read and not the time that it took: a verdict is the same on a busy machine. Its
 * methods may be called by several threads: a record may be asked for while a stream goes on.
 */
public final class Inspection {

  /** A piece takes a few milliseconds. */
  private static final int PIECE_UNITS = 32 * 1024;

  /** What a finding may have around it that is needed to tell it, and its longest length. */
  private static final int AROUND_UNITS = 4 * 1024;

  /** What patterns may read of one piece in any case: a guard finishes its piece, if it can. */
  private static final long PIECE_CHARS = 32L * PIECE_UNITS;

  private static final Set<TextOrigin> UNKNOWN = Set.of(TextOrigin.UNKNOWN);

  /** Something that is masked, by whom. */
  public record Masked(Match match, Guard guard) {

    /** The same in a text that begins elsewhere. */
    public Masked movedBy(int units) {
      return new Masked(match.movedBy(units), guard);
    }

    /** What of it does not lie before {@code start}. */
    public Masked from(int start) {
      return new Masked(match.from(start), guard);
    }

    /** The same in what stands from {@code start} to {@code end}, seen alone. */
    private Masked within(int start, int end) {
      return new Masked(match.from(start).to(end).movedBy(-start), guard);
    }
  }

  private final List<Looking> guards;
  private final TextScanner scanner;
  private final List<String> canaries;
  private long spentChars;

  /**
   * Begins to look.
   *
   * @param direction prompt or response
   * @param canaries what must not come back; see {@link GuardCheck.Canary}
   */
  public Inspection(
      GuardPlan plan,
      GuardDirection direction,
      String requestId,
      List<Detector> detectors,
      List<String> canaries) {
    List<Guard> own = plan.of(direction);
    this.guards = own.stream().map(each -> new Looking(each, requestId)).toList();
    this.scanner = new TextScanner(detectors, plan, own);
    this.canaries = List.copyOf(canaries);
  }

  public boolean isEmpty() {
    return guards.isEmpty();
  }

  /** Whether anything in the texts may have to be masked. */
  public synchronized boolean masks() {
    return guards.stream()
        .anyMatch(each -> each.isLooking() && each.guard().mode() == GuardMode.MASK);
  }

  /** Looks at one text as a whole. */
  public List<Masked> look(CharSequence text) {
    return look(text, UNKNOWN);
  }

  /**
   * Looks at one text as a whole.
   *
   * @param origins all who said it, at least one: who looks at what one of them says looks at it
   */
  public List<Masked> look(CharSequence text, Set<TextOrigin> origins) {
    return look(new Sight(text, 0, text.length(), true, 0, text.length(), false), origins);
  }

  /**
   * Looks at the name of a member. It names something as a rule, however it sounds: {@code
   * instructions} is no attempt to take over the model.
   *
   * @param judged whether it could tell somebody what to do; it is then judged as what a user says,
   *     wherever it comes from
   */
  public List<Masked> lookAtName(String name, boolean judged, Set<TextOrigin> origins) {
    int judgedTo = judged ? name.length() : 0;
    return look(new Sight(name, 0, name.length(), true, 0, judgedTo, true), origins);
  }

  /**
   * Looks at one text as a whole, and reads with it what stands around it: words there tell what a
   * number is. They are none of it, and nothing is found in them; whether the text is an injection
   * is judged without them.
   */
  public List<Masked> look(String before, String text, String after, Set<TextOrigin> origins) {
    int from = before.length();
    int to = from + text.length();
    Sight sight = new Sight(before + text + after, from, to, true, from, to, false);
    return look(sight, origins).stream().map(each -> each.within(from, to)).toList();
  }

  /**
   * Looks at a text of a stream, whose first {@code known} units were looked at before: what ends
   * within them was found then, and they count no more.
   *
   * @param ended whether no more of it comes
   * @return what is to be masked, in the order of the text and without overlaps
   */
  public List<Masked> look(CharSequence text, int known, boolean ended) {
    return look(new Sight(text, known, text.length(), ended, 0, text.length(), false), UNKNOWN);
  }

  /** What is looked at from {@code known} to {@code end}; the firewall judges what is judged. */
  private record Sight(
      CharSequence text,
      int known,
      int end,
      boolean ended,
      int judgedFrom,
      int judgedTo,
      boolean name) {}

  private synchronized List<Masked> look(Sight sight, Set<TextOrigin> origins) {
    CharSequence text = sight.text;
    int known = sight.known;
    int end = sight.end;
    boolean ended = sight.ended;
    boolean rest = known < end || (ended && known > 0 && finds(GuardCheck.Links.class));
    if (guards.isEmpty() || !rest) {
      return List.of();
    }
    List<Masked> masked = new ArrayList<>();
    int from = known;
    do {
      int to = boundary(text, Math.min(end, from + PIECE_UNITS));
      piece(new Piece(sight, from, to, ended && to == end, origins), masked);
      from = to;
    } while (from < end);
    return withoutOverlaps(masked);
  }

  /** {@code ended}: whether nothing comes behind it. */
  private record Piece(Sight sight, int from, int to, boolean ended, Set<TextOrigin> origins) {

    CharSequence text() {
      return sight.text;
    }

    /** Who is taken to have said it. */
    TextOrigin origin() {
      TextOrigin least = Collections.max(origins);
      return sight.name && least.provenance().isPresent() ? TextOrigin.USER : least;
    }

    /** Whose bytes these are to see or to miss. */
    List<Looking> readers(List<Looking> guards) {
      boolean judged = sight.judgedFrom < sight.judgedTo && origin().provenance().isPresent();
      return guards.stream().filter(each -> each.isFor(origins, judged)).toList();
    }
  }

  private void piece(Piece piece, List<Masked> masked) {
    CharSequence text = piece.text();
    int from = piece.from;
    int to = piece.to;
    if (guards.stream().noneMatch(Looking::isScanning)) {
      long bytes = Utf8.bytes(text, from, to);
      piece.readers(guards).forEach(each -> each.saw(bytes, to - from));
      return;
    }
    int before = boundary(text, Math.max(0, from - AROUND_UNITS));
    int after = boundary(text, Math.min(text.length(), to + AROUND_UNITS));
    CharSequence seen =
        before == 0 && after == text.length() ? text : text.subSequence(before, after);
    TextScanner.Scanned scanned =
        scanner.scan(
            seen,
            piece.origin(),
            Math.max(PIECE_CHARS, charsLeft()),
            Math.max(piece.sight.judgedFrom, before) - before,
            Math.min(piece.sight.judgedTo, after) - before,
            match -> {
              Match moved = match.movedBy(before);
              // What begins in the next piece is that one's to find.
              if (moved.end() > from && (moved.start() < to || to == text.length())) {
                take(moved, piece, masked);
              }
            });
    links(piece, seen, before, masked);
    for (String canary : canaries) {
      if (seen.toString().contains(canary)) {
        canaryFound();
      }
    }
    spentChars += scanned.charsRead();
    long bytes = Utf8.bytes(text, from, to);
    for (Looking each : piece.readers(guards)) {
      GuardCheck check = each.guard().check();
      if (scanned.cut() && check instanceof GuardCheck.Contents && !check.isJudgement()) {
        each.stopped(bytes, scanned.spent());
      } else {
        each.saw(bytes, to - from);
      }
    }
    guards.forEach(each -> each.spent(spentChars));
  }

  /** Of the guard that may read most. */
  private long charsLeft() {
    return guards.stream()
        .filter(Looking::isScanning)
        .mapToLong(each -> each.guard().budget() - spentChars)
        .max()
        .orElse(0);
  }

  private static void take(Looking looking, Match match, List<Masked> masked) {
    looking.found(match.what());
    if (looking.guard().mode() == GuardMode.MASK) {
      masked.add(new Masked(match, looking.guard()));
    }
  }

  private void take(Match match, Piece piece, List<Masked> masked) {
    for (Looking each : guards) {
      if (each.isLooking()
          && each.guard().check() instanceof GuardCheck.Contents contents
          && piece.origins.stream().anyMatch(contents::reads)
          && contents.finds(match, piece.text())) {
        take(each, match, masked);
      }
    }
  }

  /** An address that ended where the last look did is told now: more of it might have come. */
  private void links(Piece piece, CharSequence seen, int before, List<Masked> masked) {
    boolean ended = before + seen.length() < piece.text().length() || piece.ended;
    for (Looking each : guards) {
      if (each.isLooking() && each.guard().check() instanceof GuardCheck.Links(var exfiltration)) {
        exfiltration.find(
            seen,
            ended,
            (way, start, end) -> {
              if (before + end >= piece.from && before + start <= piece.to) {
                Match match =
                    new Match(way.rule(), way.rule(), before + start, before + end, 1, true);
                take(each, match, masked);
              }
            });
      }
    }
  }

  /** The model calls a tool of this name. */
  public synchronized void calls(String tool) {
    for (Looking each : guards) {
      if (each.guard().check() instanceof GuardCheck.Calls(var tools) && !tools.contains(tool)) {
        each.found(GuardCheck.Calls.FOUND);
      }
    }
  }

  /** Nobody could tell which tools an answer of so many bytes calls. */
  public synchronized void callsUnread(long bytes) {
    for (Looking each : guards) {
      if (each.guard().check() instanceof GuardCheck.Calls) {
        each.missed(bytes);
      }
    }
  }

  /** Whether some guard wants to know which tools are called. */
  public synchronized boolean wantsCalls() {
    return finds(GuardCheck.Calls.class);
  }

  private boolean finds(Class<? extends GuardCheck> check) {
    return guards.stream()
        .anyMatch(each -> each.isLooking() && check.isInstance(each.guard().check()));
  }

  /** Whether it matters to some guard who a text comes from. */
  public synchronized boolean wantsOrigins() {
    return guards.stream()
        .anyMatch(each ->
            each.guard().check() instanceof GuardCheck.Contents contents
                && (contents.wantsInjections() || !contents.from().isEmpty()));
  }

  private void canaryFound() {
    for (Looking each : guards) {
      if (each.guard().check() instanceof GuardCheck.Canary) {
        each.found("canary");
      }
    }
  }

  /** Not within a character. */
  private static int boundary(CharSequence text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  /** Of what overlaps the longest counts. */
  private static List<Masked> withoutOverlaps(List<Masked> all) {
    if (all.size() < 2) {
      return all;
    }
    all.sort(
        Comparator.<Masked>comparingInt(each -> each.match().start())
            .thenComparingInt(each -> -each.match().end()));
    List<Masked> kept = new ArrayList<>(all.size());
    int end = 0;
    for (Masked each : all) {
      if (each.match().start() >= end) {
        kept.add(each);
        end = each.match().end();
      } else if (each.match().end() > end) {
        // Its rest would go out in the open.
        Masked before = kept.removeLast();
        Match wide = before.match();
        end = each.match().end();
        kept.add(
            new Masked(
                new Match(wide.what(), wide.rule(), wide.start(), end, wide.score(), wide.custom()),
                before.guard()));
      }
    }
    return kept;
  }

  /** What follows is another part of a stream, with a budget of its own. */
  public synchronized void nextPart() {
    spentChars = 0;
    guards.forEach(Looking::nextPart);
  }

  /** There is so much more that no guard has read, and that may be text. */
  public synchronized void unread(long bytes) {
    guards.forEach(each -> each.missed(bytes));
  }

  /** There is so much more that is no text. */
  public synchronized void media(long bytes) {
    guards.forEach(each -> each.passed(bytes));
  }

  /** So much could not be compared with a schema. */
  public synchronized void uncompared(long bytes) {
    for (Looking each : guards) {
      if (each.guard().check() instanceof GuardCheck.Conformity) {
        each.passed(bytes);
      }
    }
  }

  /** Whether an answer has to be compared with a schema. */
  public synchronized boolean wantsConformity() {
    return finds(GuardCheck.Conformity.class);
  }

  /** The answer is not what the request's schema asks for. */
  public synchronized void doesNotConform() {
    for (Looking each : guards) {
      if (each.guard().check() instanceof GuardCheck.Conformity) {
        each.found("schema");
      }
    }
  }

  /** What each guard says of all that was looked at so far. */
  public synchronized List<GuardVerdict> verdicts() {
    return guards.stream().map(Looking::verdict).toList();
  }
}
