package dev.kora.memory.sea.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Serves MCP over HTTP. Prints one line \"ready {...}\" when it can; SIGTERM stops it."
            + " Without --data-dir and --dsn the data is temporary.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "HTTP port; 0, the default, takes a free one.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; ${DEFAULT-VALUE} by default.")
  private String host = "127.0.0.1";

  @ArgGroup private @Nullable DatabaseOption database;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    SeaOptions.Builder options = SeaOptions.builder().host(host).port(port);
    if (database != null) {
      options.dataDir(database.dataDir).dsn(database.dsn);
    }
    try (SeaServer server = SeaServer.start(options.build())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "sea-stop"));
      System.out.println("ready " + ready(server));
      System.out.flush();
      String reason = server.failure().get();
      throw new SeaException(reason + ": see postgres.log in the data folder");
    }
  }

  /**
   * On SIGTERM and Ctrl-C. Postgres would follow anyway, but not as gently. Halting is the only way
   * to answer a signal with status 0; a server that failed by itself is closed already and keeps
   * its own.
   */
  private static void stop(SeaServer server) {
    if (server.failure().isDone()) {
      return;
    }
    try {
      server.close();
      Runtime.getRuntime().halt(0);
    } catch (SeaException e) {
      System.err.println("sea-server: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private static ObjectNode ready(SeaServer server) {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("mcp", server.mcpEndpoint().toString());
    line.put("workspace", server.workspaceId());
    line.put("credentials", server.credentialsFile().toString());
    return line;
  }
}
