/**
 * Answers: until when has the log been read, for certain, and which starts of proxies have nothing
 * left to settle? What is concluded from silence rests on it.
 */
@NullMarked
package dev.weir.processors.progress;

import org.jspecify.annotations.NullMarked;
