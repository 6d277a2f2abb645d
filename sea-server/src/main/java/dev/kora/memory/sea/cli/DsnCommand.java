package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.Readers;
import dev.kora.memory.sea.store.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes reader roles. */
@Command(
    name = "dsn",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description = "The logins that plugins read with, beside a running server or without one.",
    subcommands = DsnCommand.Create.class)
final class DsnCommand extends CommandGroup {
  /** Makes one. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description =
          "Makes a login that reads one workspace and writes nothing, and prints its DSN, this"
              + " once.")
  static final class Create implements Runnable {
    private static final String MOVING =
        ". An embedded Postgres has another port after each start: the one in credentials.json";

    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = "--workspace",
        paramLabel = "W",
        required = true,
        description = "The only workspace that it reads.")
    private String workspace = "";

    @ArgGroup(multiplicity = "1")
    private DatabaseOption database = new DatabaseOption();

    @Override
    public void run() {
      Dsn reader = database.withSchema(this::create);
      CommandLine line = requireNonNull(spec, "picocli sets it").commandLine();
      line.getOut().println(reader.uri());
      line.getErr()
          .println(
              "role "
                  + reader.user()
                  + " reads \""
                  + workspace
                  + "\" and nothing else; its password is shown only here"
                  + (database.dataDir == null ? "" : MOVING));
    }

    private Dsn create(SeaDatabase opened, Connection owner) throws SQLException {
      KnownWorkspace.check(owner, workspace);
      Dsn reader = opened.admin().withUser(Readers.newName(), Secrets.random());
      new Readers(owner).ensure(workspace, reader.user(), reader.password());
      return reader;
    }
  }
}
