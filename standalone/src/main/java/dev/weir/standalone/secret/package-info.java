/**
 * Where the secrets are that a policy refers to, and what of it a policy may read. Whoever writes a
 * policy also says to whom a credential is sent, so each source has its own limit, which the
 * operator sets in {@code weir.yaml} and no policy can widen. No message of this package quotes a
 * value.
 */
@NullMarked
package dev.weir.standalone.secret;

import org.jspecify.annotations.NullMarked;
