package dev.weir.governance.masking;

import dev.weir.governance.detection.FindingType;
import java.util.Map;

/** Which operator each type of finding gets; {@code otherwise} for those that are not named. */
public record MaskingRules(Map<FindingType, Operator> operators, Operator otherwise) {

  /** A placeholder for everything. */
  public static final MaskingRules REPLACE_ALL = new MaskingRules(Map.of(), new Operator.Replace());

  public MaskingRules {
    operators = Map.copyOf(operators);
  }

  Operator of(FindingType type) {
    return operators.getOrDefault(type, otherwise);
  }
}
