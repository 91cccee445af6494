package dev.weir.standalone.statement;

import dev.weir.governance.statement.Statement;
import dev.weir.schemas.event.StatementClosing;
import dev.weir.schemas.event.StatementSeal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A statement as the log gives it now.
 *
 * @param closing what closed it; nothing while it is open
 * @param wholeSince rows that were written before are gone; nothing where none are
 */
public record Made(
    Statement statement, Optional<StatementClosing> closing, Optional<Instant> wholeSince) {

  /** Whether a closed statement is still what was closed. */
  public enum Verdict {
    OPEN,
    AS_CLOSED,
    ALTERED
  }

  public Verdict verdict() {
    return seal()
        .map(seal ->
            seal.getSha256().equals(ByteBuffer.wrap(sha256()))
                ? Verdict.AS_CLOSED
                : Verdict.ALTERED)
        .orElse(Verdict.OPEN);
  }

  /** Of the statement as JSON. */
  public byte[] sha256() {
    return StatementJson.sha256(StatementJson.bytes(statement));
  }

  /** The same with a part of the statement; its verdict means nothing. */
  Made with(Statement part) {
    return new Made(part, closing, wholeSince);
  }

  /** What was fixed when it was closed. */
  public Optional<StatementSeal> seal() {
    return closing.flatMap(it ->
        it.getStatements().stream()
            .filter(each -> each.getTeam().equals(statement.team()))
            .findFirst());
  }

  /** Whether a row of the month may be missing because it is too old for the log. */
  public boolean isCut() {
    return wholeSince.filter(since -> since.isAfter(Period.start(statement.month()))).isPresent();
  }
}
