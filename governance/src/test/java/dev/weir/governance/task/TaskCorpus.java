package dev.weir.governance.task;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests whose kind their collection tells. {@code WEIR_DATA_DIR} names the folder that holds
 * {@code detection/injection/dev.jsonl}; where it does not, whatever needs it is skipped.
 *
 * @param training what the model learns from: four fifths of GSM8K (MIT) as reasoning, of CLINC150
 *     (CC-BY-3.0) and Banking77 (CC-BY-4.0) as simple, of the programs asked for in PurpleLlama's
 *     false-refusal set (MIT) as code, of Self-Instruct (Apache-2.0) as general, and {@link
 *     WrittenTasks}
 * @param heldOut the other fifth
 * @param foreign the first questions of MT-Bench and those of Vicuna-Bench (FastChat, Apache-2.0),
 *     of which none was learned from, by their makers' categories
 */
record TaskCorpus(List<Labelled> training, List<Labelled> heldOut, List<Labelled> foreign) {

  private static final String VICUNA = "FastChat/vicuna_bench";
  private static final String MT = "FastChat/mt_bench";

  static TaskCorpus load() {
    String data = System.getenv("WEIR_DATA_DIR");
    Path file = Path.of(data == null ? "." : data, "detection/injection/dev.jsonl");
    assumeThat(file).as("WEIR_DATA_DIR names no folder with collected requests").exists();
    List<Labelled> training = new ArrayList<>(WrittenTasks.all());
    List<Labelled> heldOut = new ArrayList<>();
    List<Labelled> foreign = new ArrayList<>();
    var mapper = new ObjectMapper();
    int mt = 0;
    int vicuna = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode row = mapper.readTree(line);
        String text = row.get("text").asText();
        String source = row.get("source").asText();
        if (row.get("label").asInt() != 0) {
          continue;
        }
        if (source.equals(MT)) {
          // Two turns each; the second says nothing without the first.
          if (mt % 2 == 0) {
            foreign.add(new Labelled(text, ofMtBench(mt / 20)));
          }
          mt++;
          continue;
        }
        if (source.equals(VICUNA)) {
          foreign.add(new Labelled(text, ofVicunaBench(vicuna)));
          vicuna++;
          continue;
        }
        TaskKind kind = ofSource(source);
        if (kind != null) {
          (text.hashCode() % 5 == 0 ? heldOut : training).add(new Labelled(text, kind));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TaskCorpus(training, heldOut, foreign);
  }

  private static @org.jspecify.annotations.Nullable TaskKind ofSource(String source) {
    return switch (source) {
      case "gsm8k" -> TaskKind.REASONING;
      case "clinc150", "banking77" -> TaskKind.SIMPLE;
      case "PurpleLlama/mitre_frr" -> TaskKind.CODE;
      case "self-instruct/seed", "self-instruct/user" -> TaskKind.GENERAL;
      default -> null;
    };
  }

  /** Ten questions in each category: writing, roleplay, reasoning, math, coding, and three more. */
  private static TaskKind ofMtBench(int category) {
    return switch (category) {
      case 2, 3 -> TaskKind.REASONING;
      case 4 -> TaskKind.CODE;
      default -> TaskKind.GENERAL;
    };
  }

  /** The categories stand behind one another; estimates ("Fermi") are reasoning. */
  private static TaskKind ofVicunaBench(int number) {
    if ((number >= 39 && number < 49) || (number >= 65 && number < 68)) {
      return TaskKind.REASONING;
    }
    return number >= 59 && number < 65 ? TaskKind.CODE : TaskKind.GENERAL;
  }
}
