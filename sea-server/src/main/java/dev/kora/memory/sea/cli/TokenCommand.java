package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.store.Secrets;
import dev.kora.memory.sea.store.ServiceToken;
import dev.kora.memory.sea.store.ServiceTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes service tokens. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "The bearer tokens that clients send, beside a running server or without one."
            + " The database keeps only their hashes.",
    subcommands = {TokenCommand.Create.class, TokenListCommand.class, TokenCommand.Revoke.class})
final class TokenCommand extends CommandGroup {
  /** Makes one. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description = "Prints a new token, this once.")
  static final class Create implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = "--workspace",
        paramLabel = "W",
        required = true,
        description = "The only workspace that it opens.")
    private String workspace = "";

    @Option(
        names = "--actor",
        paramLabel = "KIND",
        defaultValue = "kora",
        description = "Who its writes are attributed to; ${DEFAULT-VALUE} by default.")
    private String actor = "kora";

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        converter = Lifetime.class,
        description = "How long it is valid: 90d, 12h or 30m; until it is revoked by default.")
    private @Nullable Duration lifetime;

    @ArgGroup(multiplicity = "1")
    private DatabaseOption database = new DatabaseOption();

    @Override
    public void run() {
      String token = Secrets.random();
      ServiceToken made = database.withSchema((opened, owner) -> create(owner, token));
      CommandLine line = requireNonNull(spec, "picocli sets it").commandLine();
      Instant expires = made.expiresAt();
      line.getOut().println(token);
      line.getErr()
          .println(
              "token "
                  + made.id()
                  + " of \""
                  + workspace
                  + "\" for "
                  + actor
                  + ", valid until "
                  + (expires == null ? "it is revoked" : Times.toText(expires))
                  + "; it is shown only here");
    }

    private ServiceToken create(Connection owner, String token) throws SQLException {
      KnownWorkspace.check(owner, workspace);
      return new ServiceTokens(owner)
          .create(workspace, actor, token, lifetime)
          .orElseThrow(
              () ->
                  new SeaException(
                      "the workspace \""
                          + workspace
                          + "\" has no actor \""
                          + actor
                          + "\": kora, oracle, critic, hermes, claude_pm and operator are usual"));
    }
  }

  /** Takes one back. */
  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      versionProvider = SeaVersion.class,
      description = "Takes a token back for ever; the next request with it is refused.")
  static final class Revoke implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "From \"token list\".")
    private @Nullable UUID id;

    @ArgGroup(multiplicity = "1")
    private DatabaseOption database = new DatabaseOption();

    @Override
    public void run() {
      UUID given = requireNonNull(id, "picocli demands it");
      if (!database.withSchema((opened, owner) -> new ServiceTokens(owner).revoke(given))) {
        throw new SeaException("there is no token " + given + ": see \"token list\"");
      }
      requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getErr()
          .println("token " + given + " is revoked");
    }
  }
}
