package dev.weir.proxy;

import dev.weir.proxy.admin.Readiness;
import dev.weir.proxy.journal.JournalLimits;
import dev.weir.proxy.journal.JournaledLog;
import dev.weir.proxy.record.RecordRoom;
import java.util.ArrayList;
import java.util.List;

/** What the journal tells about whether requests should be sent here. */
record JournalHealth(JournaledLog log, RecordRoom room, JournalLimits limits) {

  /** Whether all that earlier starts of this proxy have left is in the log. */
  boolean isFormerPublished() {
    return log.isFormerPublished();
  }

  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (room.isFull()) {
      reasons.add("the journal is full");
    }
    if (log.cannotGrow()) {
      reasons.add("the journal cannot grow on its disk");
    }
    if (!log.isPublishing()) {
      reasons.add("the publisher does not run");
    }
    return reasons;
  }

  Readiness.Journal state() {
    return new Readiness.Journal(log.usedBytes(), limits.bytesMax(), log.oldestSeconds());
  }
}
