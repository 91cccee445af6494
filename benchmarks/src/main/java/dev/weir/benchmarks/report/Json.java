package dev.weir.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes maps, lists, strings, numbers and truth values as JSON (RFC 8259). */
final class Json {

  private Json() {}

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.append('\n').toString();
  }

  private static void write(Object value, int depth, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> writeMap(map, depth, out);
      case List<?> list -> writeList(list, depth, out);
      case Optional<?> optional -> {
        if (optional.isPresent()) {
          write(optional.get(), depth, out);
        } else {
          out.append("null");
        }
      }
      case Double number -> out.append(Double.isFinite(number) ? number.toString() : "null");
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> writeText(value.toString(), out);
    }
  }

  private static void writeMap(Map<?, ?> map, int depth, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      newLine(depth + 1, out);
      writeText(entry.getKey().toString(), out);
      out.append(": ");
      write(entry.getValue(), depth + 1, out);
      separator = ",";
    }
    if (!map.isEmpty()) {
      newLine(depth, out);
    }
    out.append('}');
  }

  private static void writeList(List<?> list, int depth, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      newLine(depth + 1, out);
      write(element, depth + 1, out);
      separator = ",";
    }
    if (!list.isEmpty()) {
      newLine(depth, out);
    }
    out.append(']');
  }

  private static void newLine(int depth, StringBuilder out) {
    out.append('\n').append("  ".repeat(depth));
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
