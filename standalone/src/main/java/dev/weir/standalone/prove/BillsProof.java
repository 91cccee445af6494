package dev.weir.standalone.prove;

import dev.weir.governance.books.Account;
import dev.weir.governance.books.Books;
import dev.weir.governance.books.Difference;
import dev.weir.governance.books.Span;
import dev.weir.standalone.statement.BooksOfLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Shows that bills add up whoever is killed: in each round a team asks all proxies while proxies
 * and processors are killed at random moments, then token counts, rated usage and chargeback rows
 * are compared as the log has them.
 */
public final class BillsProof {

  private static final Duration LOOK = Duration.ofMillis(200);

  /** Orphans are closed after some time of silence, by processors that may have been away. */
  private static final Duration SETTLE_WITHIN = Rig.ORPHAN_AFTER.multipliedBy(15);

  private final BillsTrial trial;
  private final InstantSource clock;
  private final Consumer<String> progress;

  /**
   * @param progress is told in a few words what goes on
   */
  public BillsProof(BillsTrial trial, InstantSource clock, Consumer<String> progress) {
    this.trial = trial;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Runs all rounds on an empty folder.
   *
   * @param each is told of a round when it is over
   */
  public void run(Path data, Consumer<BillsFinding> each) throws IOException, InterruptedException {
    progress.accept("starting the log, the processors and %d proxies".formatted(trial.proxies()));
    var random = new Random(trial.seed());
    Span span = span();
    try (Rig rig = Rig.start(data, trial.proxies(), trial::policy);
        var witness = new Witness(rig.log())) {
      for (int round = 1; round <= trial.rounds(); round++) {
        each.accept(round(round, rig, witness, span, new Random(random.nextLong())));
      }
    }
  }

  /** Whole hours, and wide enough for the whole proof. */
  private Span span() {
    var hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    return new Span(hour.minus(1, ChronoUnit.HOURS), hour.plus(2, ChronoUnit.DAYS));
  }

  private BillsFinding round(int round, Rig rig, Witness witness, Span span, Random random)
      throws InterruptedException {
    String team = BillsTrial.team(round);
    progress.accept("round %d: asking for %d s".formatted(round, trial.asking().toSeconds()));
    witness.lookAt(team);
    Set<String> answered = ConcurrentHashMap.newKeySet();
    var kills = new RandomKills(trial, rig, random, progress);
    try (var hammer =
        Hammer.start(
            trial.load(),
            rig.key(team),
            rig.proxies(),
            new Random(random.nextLong()),
            answered::add)) {
      kills.run(trial.asking());
      hammer.stop();
    }
    long deadline = System.nanoTime() + SETTLE_WITHIN.toNanos();
    BillsFinding finding = compare(round, rig, witness.read(LOOK), span, answered, kills.done());
    while (!finding.addsUp() && System.nanoTime() - deadline < 0) {
      finding = compare(round, rig, witness.read(LOOK), span, answered, kills.done());
    }
    return finding;
  }

  private static BillsFinding compare(
      int round, Rig rig, Evidence evidence, Span span, Set<String> answered, int kills) {
    String team = BillsTrial.team(round);
    Books.Result books = BooksOfLog.compareNow(rig.log(), span, team);
    Account account = books.accounts().getOrDefault(team, new Account());
    return new BillsFinding(
        round,
        answered.size(),
        answered.stream().filter(id -> !evidence.hasEnded(id)).count(),
        account.used(),
        account.estimated(),
        account.unpriced(),
        account.charged(),
        account.ratedCost(),
        account.chargedCost(),
        books.differences(),
        books.listed().stream().map(BillsProof::text).toList(),
        evidence.open(),
        evidence.orphaned(),
        kills);
  }

  private static String text(Difference difference) {
    return difference.where() + ": " + difference.what();
  }
}
