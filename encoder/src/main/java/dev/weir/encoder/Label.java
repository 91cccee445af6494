package dev.weir.encoder;

import dev.weir.governance.detection.FindingType;
import java.util.List;

/** What the head can find, with its place among the weights, which is for ever. */
enum Label {
  PERSON(0, FindingType.PERSON),
  LOCATION(1, FindingType.LOCATION),
  ORGANIZATION(2, FindingType.ORGANISATION),
  STREET_ADDRESS(3, FindingType.STREET_ADDRESS),
  NRP(4, FindingType.NATIONALITY),
  TITLE(5, FindingType.TITLE),
  DATE_TIME(6, FindingType.DATE_TIME),
  AGE(7, FindingType.AGE),
  ZIP_CODE(8, FindingType.POSTAL_CODE);

  /** Tags: outside, then for each label its first word and its further words. */
  static final int TAGS = 1 + 2 * 9;

  static final int OUTSIDE = 0;

  private static final List<Label> ALL = List.of(values());

  private final int place;
  private final FindingType type;

  Label(int place, FindingType type) {
    this.place = place;
    this.type = type;
  }

  FindingType type() {
    return type;
  }

  int beginning() {
    return 1 + 2 * place;
  }

  int inside() {
    return 2 + 2 * place;
  }

  static boolean isBeginning(int tag) {
    return tag % 2 == 1;
  }

  static boolean isInside(int tag) {
    return tag != OUTSIDE && tag % 2 == 0;
  }

  /** The label of a tag that is not {@link #OUTSIDE}. */
  static Label of(int tag) {
    return ALL.get((tag - 1) / 2);
  }

  /** The label whose findings have {@code type}. */
  static Label of(FindingType type) {
    for (Label label : ALL) {
      if (label.type == type) {
        return label;
      }
    }
    throw new IllegalArgumentException("the head does not find " + type.text());
  }
}
