package dev.weir.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcStatTest {

  @Test
  void addsUserAndSystemTimeOfTheProcessAndItsEndedChildren() {
    String stat = "42 (a (strange) name) S 1 42 42 0 -1 4194560 9 0 0 0 100 20 3 4 20 0 1 0 99";

    assertThat(ProcStat.cpuTime(stat)).isEqualTo(Duration.ofMillis(1_270));
  }

  @Test
  void readsResidentMemory() {
    assertThat(ProcStat.residentKib(List.of("Name:\tjava", "VmRSS:\t  123456 kB")))
        .isEqualTo(123_456);
  }

  @Test
  void countsACoreAsBusyUnlessItWaited() {
    List<String> before = List.of("cpu  9 9 9 9", "cpu1 100 0 100 700 100 0 0 0 0 0");
    List<String> after = List.of("cpu  9 9 9 9", "cpu1 140 0 120 720 110 5 5 0 0 0");

    CoreTimes earlier = ProcStat.core(before, 1);

    assertThat(ProcStat.core(after, 1).busyPercentSince(earlier)).isEqualTo(70);
  }
}
