package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.mcp.client.CallOutcome;
import dev.kora.memory.isokron.mcp.client.McpClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "ping",
    mixinStandardHelpOptions = true,
    description = "Says who answers, in which protocol version, and how quickly.")
final class PingCommand implements Callable<Integer> {
  private static final int PINGS = 5;
  private static final double NANOS = 1_000_000;

  @Parameters(index = "0", paramLabel = "ENDPOINT", description = Endpoint.ADDRESS)
  @SuppressWarnings("NullAway.Init")
  private String address;

  @Mixin private final Endpoint endpoint;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  PingCommand(Map<String, String> environment) {
    this.endpoint = new Endpoint(environment);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = endpoint.connect(address)) {
      McpClient client = connection.client();
      double first = ping(client);
      double[] next = new double[PINGS];
      Arrays.setAll(next, i -> ping(client));
      Arrays.sort(next);
      out.println(Endpoint.describe(client));
      out.printf(Locale.ROOT, "first contact  %.1f ms%n", first);
      out.printf(
          Locale.ROOT,
          "%d pings        min %.1f ms, median %.1f ms, max %.1f ms%n",
          PINGS,
          next[0],
          next[PINGS / 2],
          next[PINGS - 1]);
      return 0;
    }
  }

  /** The round trip in milliseconds; the first one opens the connection too. */
  private static double ping(McpClient client) {
    long start = System.nanoTime();
    CallOutcome outcome = client.ping();
    if (!(outcome instanceof CallOutcome.Answered)) {
      throw CommandFailure.of("ping", outcome);
    }
    return (System.nanoTime() - start) / NANOS;
  }
}
