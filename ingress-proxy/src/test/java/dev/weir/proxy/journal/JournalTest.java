package dev.weir.proxy.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The journal: what it gives back, to whom, and what it takes. */
class JournalTest {

  private static final JournalLimits SMALL = new JournalLimits(4 * 64 * 1024, 64 * 1024);

  @TempDir Path folder;

  @Test
  void givesWhatWasAppendedInItsOrder() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 1_000);

      assertThat(Entries.numbers(Entries.drain(journal)))
          .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }
  }

  @Test
  void givesAnEntryByteForByte() throws IOException {
    Entry entry = Entries.sized(7, 5_000);
    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(journal.append(entry, null)).isTrue();

      Entry read = Entries.drain(journal).getFirst().entry();
      assertThat(read.topic()).isEqualTo(entry.topic());
      assertThat(read.key()).isEqualTo(entry.key());
      assertThat(read.eventId()).isEqualTo(entry.eventId());
      assertThat(read.time()).isEqualTo(entry.time());
      assertThat(read.value()).isEqualTo(entry.value());
    }
  }

  @Test
  void keepsForTheNextProcessWhatIsNotPublished() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 900);
      journal.published(Entries.drain(journal).get(599).after());
    }

    try (Journal next = Journal.open(folder, SMALL)) {
      append(next, 900, 901);

      assertThat(Entries.numbers(Entries.drain(next)))
          .containsExactlyElementsOf(IntStream.rangeClosed(600, 900).boxed().toList());
    }
  }

  @Test
  void losesNothingWhenItsProcessIsKilled(@TempDir Path elsewhere) throws IOException {
    try (Journal killed = Journal.open(folder, SMALL)) {
      append(killed, 0, 900);
      killed.published(Entries.drain(killed).get(299).after());
      Path left = Entries.afterKill(folder, elsewhere);

      try (Journal next = Journal.open(left, SMALL)) {
        assertThat(Entries.numbers(Entries.drain(next)))
            .containsExactlyElementsOf(IntStream.range(300, 900).boxed().toList());
      }
    }
  }

  @Test
  void takesNothingBeyondItsLimitAndTakesAgainWhenSomethingIsPublished() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      int taken = 0;
      while (journal.append(Entries.sized(taken, 10_000), null)) {
        taken++;
      }
      assertThat(taken).isBetween(4 * 5, 4 * 6);
      assertThat(Entries.files(folder)).hasSize(4);

      journal.published(Entries.drain(journal).getLast().after());

      assertThat(journal.append(Entries.numbered(1), null)).isTrue();
    }
  }

  @Test
  void doesNotAskADiskAgainAtOnceThatTookNothing() throws IOException {
    Path gone = folder.resolve("gone");
    try (Journal journal = Journal.open(folder.resolve("journal"), SMALL)) {
      Files.move(folder.resolve("journal"), gone);
      int taken = 0;
      while (journal.append(Entries.sized(1, 10_000), null)) {
        taken++;
      }
      // What was there already still took some; whoever prepares more may have failed meanwhile.
      assertThat(taken).isPositive();
      assertThat(journal.cannotGrow()).isTrue();
      Files.move(gone, folder.resolve("journal"));

      assertThat(journal.append(Entries.sized(1, 10_000), null)).isFalse();
      assertThat(Entries.files(folder.resolve("journal"))).hasSize(1);
    }
  }

  @Test
  void isForItsOwnerAlone() throws IOException {
    Path made = folder.resolve("data").resolve("journal");
    try (Journal _ = Journal.open(made, SMALL)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
      for (Path file : Entries.files(made)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void readsAgainFromWhereItIsTold() throws IOException {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, 0, 1_000);
      List<Next.Found> all = Entries.drain(journal);

      journal.rewind(all.get(10).from());

      assertThat(Entries.drain(journal)).hasSize(990);
    }
  }

  @Test
  void belongsToOneProcess() throws IOException {
    try (Journal _ = Journal.open(folder, SMALL)) {
      assertThatThrownBy(() -> Journal.open(folder, SMALL))
          .isInstanceOf(IOException.class)
          .hasMessage("this process already uses the journal in " + folder);
    }
  }

  /** Appends, publishes, reads again and is killed, in any order: nothing is lost or reordered. */
  @ParameterizedTest
  @MethodSource("seeds")
  void losesAndReordersNothing(long seed, @TempDir Path root) throws IOException {
    var random = new SplittableRandom(seed);
    Path current = Files.createDirectory(root.resolve("0"));
    Journal journal = Journal.open(current, SMALL);
    int appended = 0;
    int published = 0;
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          int more = random.nextInt(1, 60);
          for (int i = 0; i < more; i++) {
            if (journal.append(Entries.sized(appended, random.nextInt(1, 3_000)), null)) {
              appended++;
            }
          }
        }
        case 2 -> {
          List<Next.Found> found = Entries.drain(journal);
          if (!found.isEmpty()) {
            Next.Found upTo = found.get(random.nextInt(found.size()));
            journal.published(upTo.after());
            published = Entries.number(upTo.entry()) + 1;
            if (!upTo.equals(found.getLast())) {
              journal.rewind(upTo.after());
            }
          }
          journal.prepare();
        }
        default -> {
          if (random.nextInt(5) == 0) {
            current = Entries.afterKill(current, root.resolve(Integer.toString(step + 1)));
            journal.close();
            journal = Journal.open(current, SMALL);
          }
        }
      }
    }
    List<Next.Found> rest = Entries.drain(journal);
    journal.close();
    assertThat(Entries.numbers(rest))
        .containsExactlyElementsOf(IntStream.range(published, appended).boxed().toList());
  }

  private static void append(Journal journal, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(journal.append(Entries.numbered(i), null)).isTrue();
    }
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, 200).boxed();
  }
}
