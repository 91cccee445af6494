/** What kind of work a request asks for, told from its text: for routes that choose by task. */
@NullMarked
package dev.weir.governance.task;

import org.jspecify.annotations.NullMarked;
