package dev.weir.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.governance.policy.PolicyProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What is wrong with a policy file, for people or for programs. */
final class ProblemList {

  private ProblemList() {}

  static void print(
      PrintWriter out, Path file, List<PolicyProblem> problems, OutputOptions output) {
    if (!output.isJson()) {
      problems.forEach(problem -> out.println(file + ":" + problem));
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("valid", false);
    addAll(answer.putArray("problems"), problems);
    OutputOptions.print(out, answer);
  }

  /** Of a file that is valid: what is probably not meant. */
  static void printValid(
      PrintWriter out, Path file, List<PolicyProblem> warnings, OutputOptions output) {
    if (!output.isJson()) {
      warnings.forEach(it ->
          out.println(
              "%s:%d:%d warning: %s: %s"
                  .formatted(file, it.line(), it.column(), it.path(), it.message())));
      return;
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("valid", true);
    addAll(answer.putArray("warnings"), warnings);
    OutputOptions.print(out, answer);
  }

  private static void addAll(ArrayNode list, List<PolicyProblem> problems) {
    problems.forEach(problem ->
        list.addObject()
            .put("line", problem.line())
            .put("column", problem.column())
            .put("path", problem.path())
            .put("message", problem.message()));
  }
}
