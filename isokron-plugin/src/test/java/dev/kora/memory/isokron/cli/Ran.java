package dev.kora.memory.isokron.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** How a command ended, in this process. */
public record Ran(int status, String out, String err) {

  static Ran of(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands =
        IsokronCommand.commandLine(environment)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return new Ran(IsokronCommand.run(commands, arguments), out.toString(), err.toString());
  }
}
