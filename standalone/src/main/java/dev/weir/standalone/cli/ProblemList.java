package dev.weir.standalone.cli;

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
    var list = answer.putArray("problems");
    problems.forEach(problem ->
        list.addObject()
            .put("line", problem.line())
            .put("column", problem.column())
            .put("path", problem.path())
            .put("message", problem.message()));
    OutputOptions.print(out, answer);
  }
}
