/** Events to bytes and back, in Confluent's wire format. */
@NullMarked
package dev.weir.schemas.serde;

import org.jspecify.annotations.NullMarked;
