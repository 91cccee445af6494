/**
 * Callers' tokens: JWTs of the issuers that the policy trusts (OpenID Connect Discovery 1.0, RFC
 * 7519, RFC 8725).
 *
 * <p>Contract of threads: {@link dev.weir.proxy.token.Tokens#read} runs on the threads of the
 * request path and waits for nothing. Keys are asked for on virtual threads of this package, at
 * most one question to an issuer at a time; who comes before the answer is told when to come back.
 * Fails closed: without an issuer's keys none of its tokens counts.
 */
@NullMarked
package dev.weir.proxy.token;

import org.jspecify.annotations.NullMarked;
