package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.doctor.Check;
import dev.kora.memory.isokron.doctor.Doctor;
import dev.kora.memory.isokron.doctor.DoctorInput;
import dev.kora.memory.isokron.doctor.DoctorListener;
import dev.kora.memory.isokron.json.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at a whole installation: the host's file, Sea, the substrate, the workspace and the"
          + " outbox, and says what to do about what is wrong. Changes nothing without --emit.",
      "Run it as the user who runs the host, with the host's environment. Exit 0 = nothing failed"
          + " (there may be warnings), 1 = something failed, 2 = usage."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "The host's YAML file, with plugins.entries.isokron.")
  @SuppressWarnings("NullAway.Init")
  private Path config;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "The workspace to look at; default_workspace_id of the file without it.")
  private @Nullable String workspace;

  @Option(
      names = "--emit",
      description =
          "Also appends an event kora.doctor.checked to the workspace's chain, where it stays for"
              + " ever, and reads it back.")
  private boolean emit;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (workspace != null && workspace.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--workspace: must not be empty");
    }
    DoctorInput input = new DoctorInput(config, environment, workspace, emit, Version.get());
    PrintWriter out = spec.commandLine().getOut();
    boolean colour = !json && Help.Ansi.AUTO.enabled();
    CheckTable table = new CheckTable(json ? line -> {} : out::println, colour);
    List<Check> checks;
    try (Doctor doctor = new Doctor(input, listener(table))) {
      checks = run(doctor);
    }
    boolean ok = checks.stream().noneMatch(check -> check.state() == Check.State.FAIL);
    if (json) {
      out.println(PrintedJson.of(object(ok, checks)));
    } else {
      table.end(checks);
    }
    return ok ? 0 : 1;
  }

  /** A server that the doctor started ends with this program too. */
  private static List<Check> run(Doctor doctor) {
    Thread atExit = new Thread(doctor::close, "isokron-close");
    Runtime.getRuntime().addShutdownHook(atExit);
    List<Check> checks = doctor.run();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return checks; // the program is ending: the hook runs
    }
    return checks;
  }

  private DoctorListener listener(CheckTable table) {
    PrintWriter err = spec.commandLine().getErr();
    return new DoctorListener() {
      @Override
      public void checked(Check check) {
        table.add(check);
      }

      @Override
      public void waiting(String name) {
        err.println("isokron-memory: " + name + " takes a while …");
      }
    };
  }

  private static ObjectNode object(boolean ok, List<Check> checks) {
    ObjectNode answer = StrictJson.object().put("ok", ok);
    ArrayNode list = answer.putArray("checks");
    for (Check check : checks) {
      list.addObject()
          .put("name", check.name())
          .put("state", check.state().name().toLowerCase(Locale.ROOT))
          .put("detail", check.detail())
          .put("advice", check.advice());
    }
    return answer;
  }
}
