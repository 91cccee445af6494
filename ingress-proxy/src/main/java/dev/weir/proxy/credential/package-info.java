/**
 * What Weir shows to providers: keys, signatures and access tokens, each kept ready before a
 * request needs it.
 *
 * <p>Contract of threads:
 *
 * <ol>
 *   <li>Each key has one thread of its own, a virtual one, that reads its secret and exchanges it
 *       where its kind asks for that. Only these threads wait for files and other machines, and so
 *       no two of them ever fetch the same.
 *   <li>Everything that a request calls ({@link dev.weir.proxy.credential.ProviderKeys}, {@link
 *       dev.weir.proxy.credential.ProviderKey}, {@link dev.weir.proxy.credential.Authorization})
 *       takes what is there and never waits.
 *   <li>Who comes before the first reading is over is told when it is.
 * </ol>
 *
 * <p>A value stays in use until another one was read: a source that is away does not take the
 * provider away with it. No text, log or exception of this package holds a secret.
 */
@NullMarked
package dev.weir.proxy.credential;

import org.jspecify.annotations.NullMarked;
