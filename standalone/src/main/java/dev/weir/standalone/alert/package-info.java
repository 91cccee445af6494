/** Alerts as operators see them, and what operators say of them. */
@NullMarked
package dev.weir.standalone.alert;

import org.jspecify.annotations.NullMarked;
