package dev.weir.standalone.reconcile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the files of one provider say. */
public final class Export {

  /** A month of a busy account by day, model and key is a tenth of this. */
  static final int ROWS_MAX = 1_000_000;

  private final List<ExportRow> rows = new ArrayList<>();
  private final SortedSet<LocalDate> days = new TreeSet<>();
  private boolean hasUsage;
  private boolean hasCosts;
  private int files;
  private int filesWithMore;

  void add(ExportRow row) {
    rows.add(row);
    days.add(row.day());
  }

  boolean isFull() {
    return rows.size() >= ROWS_MAX;
  }

  /** A day that is reported on, used or not. */
  void covers(LocalDate day) {
    days.add(day);
  }

  void addFile(boolean usage, boolean more) {
    files++;
    filesWithMore += more ? 1 : 0;
    hasUsage |= usage;
    hasCosts |= !usage;
  }

  List<ExportRow> rows() {
    return rows;
  }

  public boolean hasUsage() {
    return hasUsage;
  }

  public boolean hasCosts() {
    return hasCosts;
  }

  /** Each page but the last names a next one, and no page came without. */
  public boolean lacksLastPage() {
    return files > 0 && filesWithMore == files;
  }

  /** The first day that is reported on. */
  public Optional<LocalDate> first() {
    return days.isEmpty() ? Optional.empty() : Optional.of(days.first());
  }

  /** The last day that is reported on. */
  public Optional<LocalDate> last() {
    return days.isEmpty() ? Optional.empty() : Optional.of(days.last());
  }
}
