package dev.weir.proxy.guard;

import dev.weir.governance.masking.MaskedValues;
import dev.weir.governance.masking.MaskingKey;
import dev.weir.governance.masking.MaskingLimits;
import java.util.function.Supplier;

/**
 * What was masked in a prompt, and what its answer is masked with.
 *
 * @param prompt not added to any more
 */
record Masks(MaskedValues prompt, Supplier<MaskingKey> key) {

  /** Where nothing masks. */
  static final Masks NONE =
      new Masks(
          new MaskedValues(MaskingLimits.DEFAULT),
          () -> {
            throw new IllegalStateException("nothing masks here");
          });
}
