package dev.weir.standalone.statement;

import dev.weir.governance.statement.SharedLine;
import dev.weir.governance.statement.Statement;
import dev.weir.schemas.event.ChargebackRow;
import dev.weir.standalone.process.StartException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.YearMonth;
import java.util.Optional;

/**
 * One statement in one form, to a file or to a stream. A file is there whole or not at all: it is
 * written beside its place and moved there by {@link #finish}. For one thread.
 */
public final class StatementFile implements AutoCloseable {

  /** The forms of a statement, by the names of the command line. */
  public enum Form {
    csv,
    focus,
    json,
    pdf
  }

  private final Form form;
  private final Optional<String> project;
  private final Optional<Path> place;
  private final Path beside;
  private final Appendable text;
  private final Optional<FocusCsv> focus;

  /**
   * Opens it.
   *
   * @param project whose part alone is written; nothing for all
   * @param place nothing for {@code stream}
   * @throws StartException where the place cannot be written to
   */
  public StatementFile(
      Form form,
      YearMonth month,
      Optional<String> project,
      Optional<Path> place,
      PrintWriter stream) {
    this.form = form;
    this.project = project;
    this.place = place;
    this.beside =
        place.map(it -> it.resolveSibling(it.getFileName() + ".part")).orElse(Path.of(""));
    try {
      this.text = place.isEmpty() || form == Form.pdf ? stream : Files.newBufferedWriter(beside);
      this.focus = form == Form.focus ? Optional.of(new FocusCsv(text, month)) : Optional.empty();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Takes a row of the statement, in the order of the log. */
  public void add(ChargebackRow row) {
    if (focus.isPresent() && project.map(it -> it.equals(row.getXProject())).orElse(true)) {
      focus.get().write(row);
    }
  }

  /** Writes what is left, and puts the file in its place. */
  public void finish(Made made) {
    Statement statement = project.map(made.statement()::of).orElse(made.statement());
    try {
      switch (form) {
        case csv -> StatementCsv.write(statement, text);
        case json ->
            text.append(new String(StatementJson.bytes(statement), StandardCharsets.UTF_8));
        case focus -> {
          for (SharedLine line : statement.shared()) {
            focus.orElseThrow().write(statement.organisation(), statement.team(), line);
          }
        }
        case pdf -> Files.write(beside, StatementPdf.bytes(made.with(statement)));
      }
      if (text instanceof PrintWriter stream) {
        stream.flush();
      }
      if (place.isPresent()) {
        closeText();
        Files.move(
            beside,
            place.get(),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private StartException unwritable(IOException e) {
    return new StartException(
        "cannot write " + place.map(Path::toString).orElse("the statement") + ": " + e);
  }

  private void closeText() throws IOException {
    if (text instanceof BufferedWriter file) {
      file.close();
    }
  }

  /** Takes away what was not finished. */
  @Override
  public void close() {
    try {
      closeText();
      if (place.isPresent()) {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot take " + beside + " away", e);
    }
  }
}
