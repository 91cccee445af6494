/** What an error of a provider's says of the key that was on the request. */
@NullMarked
package dev.weir.dialects.blame;

import org.jspecify.annotations.NullMarked;
