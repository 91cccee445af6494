/** The headers of each record: CloudEvents 1.0 in binary mode and W3C trace context. */
@NullMarked
package dev.weir.schemas.header;

import org.jspecify.annotations.NullMarked;
