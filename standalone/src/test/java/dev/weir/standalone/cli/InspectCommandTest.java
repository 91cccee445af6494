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
  void namesLinesThatItCannotUseAndGoesOn() throws IOException {
    int exitCode =
        inspect(
            """
            {"text": "secret@example.com"
            {"text": 7}

            {"text": "a", "direction": "up"}
            {"text": "b"} {"text": "c"}
            {"text": "call"}
            """);

    assertThat(exitCode).isEqualTo(ExitCode.FOUND);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo("{\"findings\":[],\"injection\":{\"score\":S,\"verdict\":\"clean\"}}\n");
    assertThat(err.toString().lines())
        .containsExactly(
            "weir: line 1: no JSON at column 30",
            "weir: line 2: expected an object with a string \"text\"",
            "weir: line 3: expected an object with a string \"text\"",
            "weir: line 4: \"direction\" is \"prompt\" or \"response\"",
            "weir: line 5: no JSON at column 15");
  }

  @Test
  void passesOverALineThatIsTooLong() throws IOException {
    int exitCode = inspect("x".repeat(9 * 1024 * 1024) + "\n{\"text\": \"b\"}");

    assertThat(exitCode).isEqualTo(ExitCode.FOUND);
    assertThat(withoutScores(out.toString(UTF_8)))
        .isEqualTo("{\"findings\":[],\"injection\":{\"score\":S,\"verdict\":\"clean\"}}\n");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("weir: line 1: longer than 8388608 bytes; split the text");
  }

  private int inspect(String lines) throws IOException {
    new CommandLine(command).setErr(new PrintWriter(err, true));
    return command.inspect(new ByteArrayInputStream(lines.getBytes(UTF_8)), out);
  }

  private static String withoutScores(String lines) {
    return lines.replaceAll("\"score\":[0-9.E-]+", "\"score\":S");
  }
}
