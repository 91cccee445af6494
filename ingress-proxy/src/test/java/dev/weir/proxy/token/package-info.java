/** Tests of what is known of tokens and their issuers. */
@NullMarked
package dev.weir.proxy.token;

import org.jspecify.annotations.NullMarked;
