/** The admin port: health, readiness with its reasons, metrics. */
@NullMarked
package dev.weir.proxy.admin;

import org.jspecify.annotations.NullMarked;
