package dev.weir.standalone.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.encoder.EncoderSettings;
import dev.weir.encoder.NameDetector;
import dev.weir.governance.detection.Detector;
import dev.weir.governance.detection.Finding;
import dev.weir.governance.detection.LayeredDetector;
import dev.weir.governance.detection.pii.PiiRules;
import dev.weir.governance.detection.secret.SecretRules;
import dev.weir.governance.firewall.Firewall;
import dev.weir.governance.firewall.Provenance;
import dev.weir.governance.firewall.Verdict;
import java.io.BufferedOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the detectors find in texts, for who tunes rules. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Reads JSON lines {\"text\": ..., \"direction\": \"prompt\" or \"response\"} from standard input",
      "and writes for each {\"findings\": [{\"type\", \"start\", \"end\", \"score\", \"rule\"}],",
      "\"injection\": {\"score\", \"verdict\"}}.",
      "Offsets count Unicode code points. What is found is not repeated.",
      "Each line has one in the output, an empty one an empty one. A line that cannot be used is",
      "answered {\"error\"} and named on standard error, and the exit code is 2."
    })
final class InspectCommand implements Callable<Integer> {

  private static final int LINE_BYTES_MAX = 16 * 1024 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LINE_BYTES_MAX).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--min-score",
      paramLabel = "SCORE",
      defaultValue = "0.5",
      description = "Leave out what scores lower, from 0 to 1; ${DEFAULT-VALUE} unless said.")
  private double scoreMin = 0.5;

  @Option(
      names = "--deep",
      description = "Also look for names with the encoder, which takes a hundred times as long.")
  private boolean deep;

  @Override
  public Integer call() throws IOException {
    if (!deep) {
      return inspect(Made.RULES, System.in, System.out);
    }
    try (var names = NameDetector.open(EncoderSettings.DEFAULT)) {
      // Where a rule has found something, the encoder's guess adds nothing.
      Detector personal = new LayeredDetector(PiiRules.scan(), names);
      return inspect(List.of(personal, SecretRules.scan()), System.in, System.out);
    }
  }

  /** With the rules alone. */
  int inspect(InputStream in, OutputStream out) throws IOException {
    return inspect(Made.RULES, in, out);
  }

  private int inspect(List<Detector> detectors, InputStream in, OutputStream out)
      throws IOException {
    BoundedLines lines = new BoundedLines(in, LINE_BYTES_MAX);
    OutputStream buffered = new BufferedOutputStream(out);
    boolean allGood = true;
    for (long number = 1; ; number++) {
      switch (lines.next()) {
        case BoundedLines.Line.End _ -> {
          buffered.flush();
          return allGood ? ExitCode.OK : ExitCode.UNUSABLE;
        }
        case BoundedLines.Line.TooLong _ ->
            allGood &=
                refuse(
                    number, "longer than " + LINE_BYTES_MAX + " bytes; split the text", buffered);
        case BoundedLines.Line.Bytes(byte[] bytes) ->
            allGood &= answer(detectors, number, bytes, buffered);
      }
      if (in.available() == 0) {
        buffered.flush();
      }
    }
  }

  private boolean answer(List<Detector> detectors, long number, byte[] line, OutputStream out)
      throws IOException {
    if (isBlank(line)) {
      out.write('\n');
      return true;
    }
    JsonNode asked;
    try {
      asked = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return refuse(number, "no JSON at column " + e.getLocation().getColumnNr(), out);
    } catch (CharConversionException e) {
      // Its text quotes the line.
      return refuse(number, "no text in UTF-8", out);
    }
    if (!asked.path("text").isTextual()) {
      return refuse(number, "expected an object with a string \"text\"", out);
    }
    String direction = asked.path("direction").asText("prompt");
    if (!direction.equals("prompt") && !direction.equals("response")) {
      return refuse(number, "\"direction\" is \"prompt\" or \"response\"", out);
    }
    write(judge(detectors, asked.path("text").textValue()), out);
    return true;
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Says so in the line's place too, so that each has one. */
  private boolean refuse(long line, String problem, OutputStream out) throws IOException {
    spec.commandLine().getErr().println("weir: line " + line + ": " + problem);
    write(JSON.createObjectNode().put("error", problem), out);
    return false;
  }

  private static void write(ObjectNode answer, OutputStream out) throws IOException {
    out.write(JSON.writeValueAsBytes(answer));
    out.write('\n');
  }

  private ObjectNode judge(List<Detector> detectors, String text) {
    ObjectNode answer = JSON.createObjectNode();
    var findings = answer.putArray("findings");
    for (Detector detector : detectors) {
      for (Finding finding : detector.scan(text)) {
        if (finding.score() >= scoreMin) {
          findings
              .addObject()
              .put("type", finding.type().text())
              .put("start", finding.start())
              .put("end", finding.end())
              .put("score", finding.score())
              .put("rule", finding.rule());
        }
      }
    }
    Verdict verdict = Made.FIREWALL.judge(text, Provenance.USER);
    answer
        .putObject("injection")
        .put("score", verdict.score())
        .put("verdict", verdict.level().text());
    return answer;
  }

  /** Made when a text is looked at: each command makes an object of each other one. */
  private static final class Made {

    static final List<Detector> RULES = List.of(PiiRules.scan(), SecretRules.scan());
    static final Firewall FIREWALL = Firewall.load();
  }
}
