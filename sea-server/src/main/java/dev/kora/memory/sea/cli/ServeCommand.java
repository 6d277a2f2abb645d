package dev.kora.memory.sea.cli;

import static java.util.Objects.requireNonNull;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description =
        "Serves MCP over HTTP, or over standard input and output. Prints one line \"ready {...}\""
            + " when it can; SIGTERM stops it. Without --data-dir and --dsn the data is temporary.")
final class ServeCommand implements Callable<Integer> {
  private static final long STOP_SECONDS = 60;

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

  @Option(
      names = "--stateless",
      description = "Keep no sessions, so that several servers may stand behind one address.")
  private boolean stateless;

  @ArgGroup(exclusive = false)
  private @Nullable TlsOption tls;

  @Option(
      names = "--stdio",
      description =
          "Serve the one client that started this process, with the token in KORA_SERVICE_TOKEN."
              + " Standard output is the client's; \"ready\" goes to standard error.")
  private boolean stdio;

  @ArgGroup private @Nullable DatabaseOption database;

  @Spec private @Nullable CommandSpec spec;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    SeaOptions.Builder options = SeaOptions.builder().host(host).port(port).stateless(stateless);
    if (tls != null) {
      options.tls(tls.files());
    }
    if (stdio) {
      checkStdio();
    }
    if (database != null) {
      options.dataDir(database.dataDir).dsn(database.dsn());
    }
    Thread serving = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(serving), "sea-stop"));
    int status = 1;
    try {
      if (stdio) {
        StdioServing.serve(options.build());
      } else {
        serve(options.build());
      }
      status = 0;
      return status;
    } catch (SeaException | InterruptedException e) {
      if (!stopping.get()) {
        throw e;
      }
      // Told to stop, it did; only what it could not clean up is worth a word.
      for (Throwable problem : e.getSuppressed()) {
        System.err.println("sea-server: " + problem.getMessage());
      }
      status = e.getSuppressed().length == 0 ? 0 : 1;
      return status;
    } finally {
      ended.complete(status);
    }
  }

  private static void serve(SeaOptions options) throws InterruptedException, ExecutionException {
    try (SeaServer server = SeaServer.start(options)) {
      if (!server.hasTokensForClients()) {
        System.err.println(
            "sea-server: the database has no token for clients: serving this machine only, by the"
                + " credentials file; \"token create\" makes one");
      }
      String mcp = server.mcpEndpoint().toString();
      System.out.println(ReadyLine.of(mcp, server.workspaceId(), server.credentialsFile()));
      System.out.flush();
      throw ReadyLine.failed(server.failure().get());
    }
  }

  /**
   * On SIGTERM and Ctrl-C, also while the server starts. Postgres would follow anyway, but not as
   * gently, and a temporary folder would stay. Halting is the only way to answer a signal with
   * status 0; a server that ended by itself keeps its own.
   */
  private void stop(Thread serving) {
    if (ended.isDone()) {
      return;
    }
    stopping.set(true);
    serving.interrupt();
    int status = ended.completeOnTimeout(1, STOP_SECONDS, TimeUnit.SECONDS).join();
    Runtime.getRuntime().halt(status);
  }

  private void checkStdio() {
    String wrong =
        database == null
            ? "--stdio needs --data-dir or --dsn: nobody has a token for a temporary database"
            : stateless || tls != null || port != 0
                ? "--stdio goes without --port, --stateless and --tls-cert"
                : null;
    if (wrong != null) {
      throw new ParameterException(requireNonNull(spec, "picocli sets it").commandLine(), wrong);
    }
  }
}
