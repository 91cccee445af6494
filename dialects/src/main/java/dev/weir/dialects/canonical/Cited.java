package dev.weir.dialects.canonical;

import java.util.List;

/** Pages that a text rests on, as one dialect tells of them, for others to tell. */
public interface Cited {

  /**
   * What can be told elsewhere.
   *
   * @param pages with their places in all text of the choice; none where all were told before
   * @param lost what none of them tells, as the provider names it
   */
  record Told(List<Citation> pages, List<String> lost) {

    public Told {
      pages = List.copyOf(pages);
      lost = List.copyOf(lost);
    }
  }

  /** {@code text}: all text of the choice so far. */
  Told in(CharSequence text);
}
