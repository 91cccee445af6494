package dev.weir.governance.detection;

import java.util.List;

/** Looks for one kind of thing in a text. Holds no state; takes time linear in the text. */
public interface Detector {

  /** What was found, by position, without overlaps. */
  List<Finding> scan(CharSequence text);
}
