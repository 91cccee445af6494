package dev.weir.proxy.credential;

import java.time.Duration;

/**
 * A token as it was issued.
 *
 * @param goodFor from now on; above 0
 */
record AccessToken(SecretText text, Duration goodFor) {}
