/**
 * What all dialects can say, in no dialect: a request as turns and parts, an answer as events. A
 * dialect translates to it and from it and knows no other dialect, so N caller dialects and M
 * upstream dialects need N + M translations.
 *
 * <p>Nothing is lost silently: a reader keeps what has no place here as {@link
 * dev.weir.dialects.canonical.Part.Foreign} or in {@link dev.weir.dialects.canonical.Extras}, and a
 * writer names in {@link dev.weir.dialects.canonical.Losses} whatever it cannot say.
 */
@NullMarked
package dev.weir.dialects.canonical;

import org.jspecify.annotations.NullMarked;
