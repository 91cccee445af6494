package dev.weir.proxy;

import dev.weir.proxy.record.Envelope;
import dev.weir.proxy.record.EventLog;
import dev.weir.schemas.event.ExchangeEnd;
import dev.weir.schemas.event.ResponseFrame;
import dev.weir.schemas.event.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecordBase;

/** A log in memory that keeps, refuses or does not answer. */
final class MemoryLog implements EventLog {

  enum Mood {
    KEEPS,
    REFUSES,
    /** It neither keeps nor says anything. */
    IS_SILENT,
    /** It keeps and never acknowledges: the log is down, the journal is not. */
    JOURNALS_ONLY
  }

  private record Entry(Envelope envelope, SpecificRecordBase event) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final LinkedBlockingQueue<Entry> arrivals = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Told> unanswered = new LinkedBlockingQueue<>();
  private volatile Mood mood = Mood.KEEPS;
  private volatile boolean keepsUp = true;

  void mood(Mood next) {
    mood = next;
  }

  @Override
  public boolean append(Envelope envelope, SpecificRecordBase event, Told told) {
    switch (mood) {
      case KEEPS -> {
        keep(new Entry(envelope, event));
        told.kept(true);
      }
      case REFUSES -> {
        return false;
      }
      case IS_SILENT -> unanswered.add(told);
      case JOURNALS_ONLY -> keep(new Entry(envelope, event));
    }
    return true;
  }

  private void keep(Entry entry) {
    entries.add(entry);
    arrivals.add(entry);
  }

  @Override
  public boolean offer(Envelope envelope, SpecificRecordBase event) {
    return append(envelope, event, Told.NOBODY);
  }

  @Override
  public boolean isKeepingUp(Duration within) {
    return keepsUp;
  }

  void keepsUp(boolean does) {
    keepsUp = does;
  }

  /** Waits for an event that came while the log was silent; the test may answer late. */
  Told unanswered() throws InterruptedException {
    Told told = unanswered.poll(30, TimeUnit.SECONDS);
    if (told == null) {
      throw new AssertionError("nothing came");
    }
    return told;
  }

  List<Envelope> envelopes() {
    return entries.stream().map(Entry::envelope).toList();
  }

  <E extends SpecificRecordBase> List<E> all(Class<E> type) {
    return entries.stream().map(Entry::event).filter(type::isInstance).map(type::cast).toList();
  }

  /** Waits for the next event of this type that no call has returned yet. */
  <E extends SpecificRecordBase> E next(Class<E> type) {
    try {
      while (true) {
        Entry entry = arrivals.poll(60, TimeUnit.SECONDS);
        if (entry == null) {
          throw new AssertionError("no " + type.getSimpleName() + " came");
        }
        if (type.isInstance(entry.event())) {
          return type.cast(entry.event());
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the next end of an exchange. */
  ExchangeEnd nextEnd() {
    while (true) {
      ExchangeEnd end = next(ResponseFrame.class).getEnd();
      if (end != null) {
        return end;
      }
    }
  }

  /** The usage of the next exchange that called the provider. */
  Usage nextCharged() {
    while (true) {
      Usage usage = next(Usage.class);
      if (usage.getAttempt() > 0) {
        return usage;
      }
    }
  }

  @Override
  public void close() {}
}
