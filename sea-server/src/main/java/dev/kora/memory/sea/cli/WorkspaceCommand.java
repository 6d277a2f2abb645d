package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.schema.OwnerRights;
import dev.kora.memory.sea.schema.Policies;
import dev.kora.memory.sea.schema.Schema;
import dev.kora.memory.sea.schema.WorkspaceSeed;
import dev.kora.memory.sea.store.Workspaces;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and lists workspaces. */
@Command(
    name = "workspace",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description = "The workspaces of a database, beside a running server or without one.",
    subcommands = {WorkspaceCommand.Create.class, WorkspaceCommand.ListAll.class})
final class WorkspaceCommand extends CommandGroup {
  /** Makes one. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description = "Makes a workspace with its actors; in an empty database, the schema too.")
  static final class Create implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "W", description = "The workspace's id.")
    private String workspace = "";

    @Option(
        names = "--policy",
        paramLabel = "PATH=VALUE",
        description = "A policy that differs from the seed; the value is JSON. Repeatable.")
    private Map<String, String> policies = new LinkedHashMap<>();

    @ArgGroup(multiplicity = "1")
    private DatabaseOption database = new DatabaseOption();

    @Override
    public void run() {
      Workspaces.checkId(workspace);
      Policies.check(policies);
      database.withOwner(this::create);
      requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getErr()
          .println(
              "created the workspace \""
                  + workspace
                  + "\"; next: \"token create\" and \"dsn create\" for it");
    }

    private boolean create(SeaDatabase opened, Connection owner) throws SQLException {
      OwnerRights.check(owner);
      Schema.ensure(owner, opened.admin());
      if (Workspaces.exists(owner, workspace)) {
        throw new SeaException(
            "there is a workspace \"" + workspace + "\" already: it was left as it is");
      }
      new WorkspaceSeed(owner, workspace).ensureWorkspace(policies);
      return true;
    }
  }

  /** Lists all. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description = "Lists the workspaces and how many events each holds.")
  static final class ListAll implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @ArgGroup(multiplicity = "1")
    private DatabaseOption database = new DatabaseOption();

    @Override
    public void run() {
      PrintWriter out = requireNonNull(spec, "picocli sets it").commandLine().getOut();
      List<Workspaces.Summary> all = database.withSchema((opened, owner) -> Workspaces.list(owner));
      if (json) {
        out.println(toJson(all));
        return;
      }
      TextTable table = new TextTable("WORKSPACE", "CREATED", "EVENTS");
      all.forEach(
          one -> table.row(one.id(), Times.toText(one.createdAt()), Long.toString(one.events())));
      table.lines().forEach(out::println);
    }

    private static ObjectNode toJson(List<Workspaces.Summary> all) {
      ObjectNode root = new ObjectMapper().createObjectNode();
      ArrayNode list = root.putArray("workspaces");
      for (Workspaces.Summary one : all) {
        list.addObject()
            .put("workspace", one.id())
            .put("created_at", one.createdAt().toString())
            .put("events", one.events());
      }
      return root;
    }
  }
}
