package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.SeaOptions;
import dev.kora.memory.sea.SeaStdio;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Serves the client at the other end of this process' standard streams. */
final class StdioServing {
  private static final String TOKEN = "KORA_SERVICE_TOKEN";

  private StdioServing() {}

  /** Returns when the input has ended. */
  static void serve(SeaOptions options) throws InterruptedException, ExecutionException {
    String token = System.getenv(TOKEN);
    if (token == null || token.isBlank()) {
      throw new SeaException("--stdio needs the client's service token in " + TOKEN);
    }
    // Whatever prints goes to standard error: a stray line would break the client.
    System.setOut(System.err);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    try (SeaStdio server = SeaStdio.start(options, token.strip(), System.in, out)) {
      System.err.println(ReadyLine.of("stdio", server.workspaceId(), server.credentialsFile()));
      CompletableFuture<String> failure = server.failure();
      CompletableFuture.anyOf(failure, server.ended()).get();
      if (failure.isDone()) {
        throw ReadyLine.failed(failure.get());
      }
    }
  }
}
