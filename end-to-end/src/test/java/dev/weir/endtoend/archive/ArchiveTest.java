package dev.weir.endtoend.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.endtoend.log.Ledger;
import dev.weir.endtoend.log.LogReader;
import dev.weir.endtoend.process.Eventually;
import dev.weir.endtoend.process.Installation;
import dev.weir.endtoend.process.WeirProcess;
import dev.weir.endtoend.traffic.Chat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Parquet files of a gateway that was killed hold what the log holds, once. */
final class ArchiveTest {

  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void holdsEachAuditEntryAndEachChargeOnceAfterAKill(@TempDir Path folder) throws Exception {
    try (Installation installation = Installation.in(folder)) {
      WeirProcess first = installation.start("up", "one", "--policy=" + installation.policy());
      first.running();
      String key = installation.key("search", "one");
      ask(first.running(), key, 15);
      Eventually.await("a first file", SOON, () -> files(installation, "weir.audit") > 0);
      first.kill();

      WeirProcess.Running again = installation.start("up", "one").running();
      ask(again, key, 15);

      try (LogReader log = Installation.log(again);
          Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
        Ledger ledger = Ledger.settled(log, SOON);
        long tokens = ledger.tokens(_ -> true);
        Eventually.await(
            "the charges in the archive",
            SOON,
            () ->
                number(
                        duck,
                        installation,
                        "sum(ConsumedQuantity) filter (where ConsumedUnit = 'Tokens')",
                        "weir.chargeback")
                    == tokens);
        Eventually.await(
            "the audit entries in the archive",
            SOON,
            () -> number(duck, installation, "count(*)", "weir.audit") == ledger.prompts().size());
        assertThat(number(duck, installation, "count(distinct requestId)", "weir.audit"))
            .isEqualTo(ledger.prompts().size());
      }
    }
  }

  private static void ask(WeirProcess.Running weir, String key, int times) {
    try (Chat chat = Chat.with(Installation.gateway(weir), key)) {
      for (int i = 0; i < times; i++) {
        chat.ask("echo-small", "question " + i);
      }
    }
  }

  private static long number(
      Connection duck, Installation installation, String what, String topic) {
    if (files(installation, topic) == 0) {
      return 0;
    }
    String sql =
        "select %s from '%s/*/*.parquet'"
            .formatted(what, installation.data("one").resolve("archive").resolve(topic));
    try (Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static long files(Installation installation, String topic) {
    Path folder = installation.data("one").resolve("archive").resolve(topic);
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
