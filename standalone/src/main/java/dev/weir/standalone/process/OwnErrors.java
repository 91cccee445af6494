package dev.weir.standalone.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Lets errors of Weir through; libraries call things an error that they then mend themselves. */
final class OwnErrors extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    boolean ours = event.getLoggerName().startsWith("dev.weir.");
    return ours && event.getLevel().isGreaterOrEqual(Level.ERROR)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }
}
