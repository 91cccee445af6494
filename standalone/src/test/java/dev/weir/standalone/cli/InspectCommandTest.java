package dev.weir.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InspectCommandTest {

  private final InspectCommand command = new InspectCommand();
  private final StringWriter err = new StringWriter();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void saysWhatIsWhereInCodePoints() throws IOException {
    int exitCode =
        inspect(
            """
            {"text": "\ud83d\ude00 ann@example.com", "direction": "response"}
            {"text": "nothing"}
            """);

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo(
            """
            {"findings":[{"type":"email-address","start":2,"end":17,"score":S,"rule":"email-dot-atom"}],\
            "injection":{"score":S,"verdict":"clean"}}
            {"findings":[],"injection":{"score":S,"verdict":"clean"}}
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void namesLinesThatItCannotUseAndAnswersEachInItsPlace() throws IOException {
    int exitCode =
        inspect(
            """
            {"text": "secret@example.com"
            {"text": 7}
            {"direction": "prompt"}
            {"text": "a", "direction": "up"}
            {"text": "b"} {"text": "c"}
            {"text": "call"}
            []
            """);

    assertThat(exitCode).isEqualTo(ExitCode.UNUSABLE);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo(
            """
            {"error":"no JSON at column 30"}
            {"error":"expected an object with a string \\"text\\""}
            {"error":"expected an object with a string \\"text\\""}
            {"error":"\\"direction\\" is \\"prompt\\" or \\"response\\""}
            {"error":"no JSON at column 15"}
            {"findings":[],"injection":{"score":S,"verdict":"clean"}}
            {"error":"expected an object with a string \\"text\\""}
            """);
    assertThat(err.toString().lines())
        .containsExactly(
            "weir: line 1: no JSON at column 30",
            "weir: line 2: expected an object with a string \"text\"",
            "weir: line 3: expected an object with a string \"text\"",
            "weir: line 4: \"direction\" is \"prompt\" or \"response\"",
            "weir: line 5: no JSON at column 15",
            "weir: line 7: expected an object with a string \"text\"");
  }

  @Test
  void answersAnEmptyLineWithOne() throws IOException {
    int exitCode = inspect("\n{\"text\": \"a\"}\r\n\r\n  \n");

    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo("\n{\"findings\":[],\"injection\":{\"score\":S,\"verdict\":\"clean\"}}\n\n\n");
  }

  @Test
  void takesWhateverJsonCanHold() throws IOException {
    String odd =
        "\ufeff{\"text\": \"\\ud800 \\u0000 ann@example.com \\udc00\", \"direction\": null, \"more\": [1e999, {}]}\r\n"
            + "{\"text\": \"\"}\n"
            + "{\"text\": \""
            + "x ".repeat(5 * 1024 * 1024)
            + "bob@example.com\"}";

    int exitCode = inspect(odd);

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(out.toString(UTF_8).lines())
        .hasSize(3)
        .first()
        .satisfies(it -> assertThat(it).contains("\"start\":4,\"end\":19"));
    assertThat(out.toString(UTF_8)).contains("\"start\":10485760,\"end\":10485775");
  }

  @Test
  void namesALineThatIsNoText() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 7, 'x', '\n'});
    bytes.write(new byte[] {'{', 0, '}', 0, '\n'});
    bytes.write("{\"text\": \"".getBytes(UTF_8));
    bytes.write(new byte[] {(byte) 0xff, '"', '}', '\n'});
    bytes.write(new byte[] {(byte) 0xfe, (byte) 0xff, 0, '\n'});
    bytes.write("{\"text\": \"a\"}".getBytes(UTF_8));

    int exitCode = inspect(bytes.toByteArray());

    assertThat(exitCode).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.toString(UTF_8).lines())
        .hasSize(5)
        .filteredOn(it -> it.contains("error"))
        .hasSize(4);
    assertThat(err.toString().lines()).hasSize(4).allMatch(it -> it.startsWith("weir: line "));
  }

  @Test
  void passesOverALineThatIsTooLong() throws IOException {
    int exitCode = inspect("x".repeat(17 * 1024 * 1024) + "\n{\"text\": \"b\"}");

    assertThat(exitCode).isEqualTo(ExitCode.UNUSABLE);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo(
            """
            {"error":"longer than 16777216 bytes; split the text"}
            {"findings":[],"injection":{"score":S,"verdict":"clean"}}
            """);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("weir: line 1: longer than 16777216 bytes; split the text");
  }

  private int inspect(String lines) throws IOException {
    return inspect(lines.getBytes(UTF_8));
  }

  private int inspect(byte[] lines) throws IOException {
    new CommandLine(command).setErr(new PrintWriter(err, true));
    return command.inspect(new ByteArrayInputStream(lines), out);
  }

  private static String withoutScores(String lines) {
    return lines.replaceAll("\"score\":[0-9.E-]+", "\"score\":S");
  }
}
