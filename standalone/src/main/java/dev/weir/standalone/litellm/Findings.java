package dev.weir.standalone.litellm;

import java.util.ArrayList;
import java.util.List;

/** Gathers what became of each setting. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();

  void add(String path, Fate fate, String reason) {
    all.add(new Finding(path, fate, reason));
  }

  List<Finding> all() {
    return List.copyOf(all);
  }
}
