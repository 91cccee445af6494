/**
 * What the proxy measures. Team and model are labels, taken from the policy; user and key never.
 */
@NullMarked
package dev.weir.proxy.measure;

import org.jspecify.annotations.NullMarked;
