/** Who calls: taken from the credential, never from a header that the caller can set. */
@NullMarked
package dev.weir.governance.identity;

import org.jspecify.annotations.NullMarked;
