package dev.weir.processors.quota;

import dev.weir.governance.escrow.Bucket;
import dev.weir.governance.escrow.CreditDemand;
import dev.weir.governance.escrow.CreditGrant;
import dev.weir.governance.escrow.EscrowState;
import dev.weir.governance.escrow.Holder;
import dev.weir.processors.store.CreditHolder;
import dev.weir.processors.store.EscrowBook;
import dev.weir.schemas.event.DemandLine;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts as the store holds them, and demands as the topic does. */
final class EscrowBooks {

  private EscrowBooks() {}

  static EscrowState state(@Nullable EscrowBook book) {
    if (book == null) {
      return EscrowState.NEW;
    }
    Map<String, Holder> holders = new HashMap<>();
    book.getHolders().forEach((name, holder) -> holders.put(name, holder(holder)));
    return new EscrowState(
        book.getElsewhere(),
        book.getRecall(),
        book.getRecallMillis(),
        book.getScarce(),
        new Bucket(book.getMinted(), book.getMintedMillis(), book.getMintedPart()),
        holders);
  }

  static EscrowBook book(EscrowState state, long usedMillis) {
    Map<String, CreditHolder> holders = new HashMap<>();
    state.holders().forEach((name, holder) -> holders.put(name, holder(holder)));
    return new EscrowBook(
        state.elsewhere(),
        state.recall(),
        state.recallMillis(),
        state.scarce(),
        holders,
        usedMillis,
        state.bucket().minted(),
        state.bucket().atMillis(),
        state.bucket().part());
  }

  /** Numbers that no proxy sends are taken for none. */
  static CreditDemand demand(long number, DemandLine line) {
    return new CreditDemand(
        Math.max(1, number),
        natural(line.getSpent()),
        natural(line.getHeld()),
        natural(line.getReturned()),
        natural(line.getSmallest()),
        natural(line.getNeeded()),
        natural(line.getWanted()),
        natural(line.getRecallSeen()),
        natural(line.getInFlight()),
        natural(line.getUndercount()));
  }

  private static long natural(long number) {
    return Math.max(0, number);
  }

  private static Holder holder(CreditHolder holder) {
    CreditDemand said =
        new CreditDemand(
            holder.getNumber(),
            holder.getSaidSpent(),
            holder.getHeld(),
            holder.getReturned(),
            holder.getSmallest(),
            holder.getNeeded(),
            holder.getWanted(),
            holder.getRecallSeen(),
            holder.getInFlight(),
            holder.getUndercount());
    return new Holder(
        holder.getGranted(),
        holder.getRevoked(),
        holder.getSpent(),
        said,
        holder.getHeardMillis(),
        holder.getProvenMillis(),
        CreditGrant.Answer.valueOf(holder.getAnswer()));
  }

  private static CreditHolder holder(Holder holder) {
    CreditDemand said = holder.said();
    return new CreditHolder(
        holder.granted(),
        holder.revoked(),
        holder.spent(),
        holder.heardMillis(),
        holder.provenMillis(),
        holder.answer().name(),
        said.number(),
        said.spent(),
        said.held(),
        said.returned(),
        said.smallest(),
        said.needed(),
        said.wanted(),
        said.recallSeen(),
        said.inFlight(),
        said.undercount());
  }
}
