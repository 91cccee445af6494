package dev.weir.governance.anomaly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A labelled series of the Numenta Anomaly Benchmark.
 *
 * @param windows where an anomaly is, first and last index
 */
record NabSeries(String name, double[] values, List<Window> windows) {

  record Window(int first, int last) {

    int width() {
      return last - first + 1;
    }

    boolean holds(int index) {
      return first <= index && index <= last;
    }
  }

  static List<NabSeries> readAll(Path directory) throws IOException {
    // JSON is YAML, and this module reads YAML.
    Object labels =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(directory.resolve("windows.json")));
    List<NabSeries> all = new ArrayList<>();
    for (Map.Entry<?, ?> each : ((Map<?, ?>) labels).entrySet()) {
      all.add(read(directory, (String) each.getKey(), (List<?>) each.getValue()));
    }
    return all;
  }

  private static NabSeries read(Path directory, String name, List<?> labels) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(name));
    LocalDateTime[] times = new LocalDateTime[lines.size() - 1];
    double[] values = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      String line = lines.get(i + 1);
      int comma = line.indexOf(',');
      times[i] = time(line.substring(0, comma));
      values[i] = Double.parseDouble(line.substring(comma + 1));
    }
    List<Window> windows = new ArrayList<>();
    for (Object label : labels) {
      List<?> ends = (List<?>) label;
      windows.add(window(times, time((String) ends.get(0)), time((String) ends.get(1))));
    }
    return new NabSeries(name, values, windows);
  }

  private static Window window(LocalDateTime[] times, LocalDateTime from, LocalDateTime to) {
    int first = 0;
    while (times[first].isBefore(from)) {
      first++;
    }
    int last = first;
    while (last + 1 < times.length && !times[last + 1].isAfter(to)) {
      last++;
    }
    return new Window(first, last);
  }

  private static LocalDateTime time(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T'));
  }
}
