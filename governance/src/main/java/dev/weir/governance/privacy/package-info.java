/** Content under lock: data keys wrapped by one key-encryption key, AES-256-GCM for each record. */
@NullMarked
package dev.weir.governance.privacy;

import org.jspecify.annotations.NullMarked;
