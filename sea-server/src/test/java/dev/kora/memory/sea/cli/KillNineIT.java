package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.KeyedAppends;
import dev.kora.memory.sea.cli.ServeProcess.Ended;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The executable jar killed in mid-append, while clients write to two workspaces: so many times as
 * {@code -Dsea.kills=N} says, and three times without it.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class KillNineIT {
  private static final int KILLS = Integer.getInteger("sea.kills", 3);
  private static final int CLIENTS = 4;

  @TempDir Path folder;

  private final List<KeyedAppends> workspaces = new ArrayList<>();
  private String data = "";

  @BeforeEach
  void otherUsersMayEnter() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = folder.resolve("data").toString();
  }

  @Test
  void killedServersKeepWhatTheyAcknowledgedAndKnowEveryKeyAgain() throws Exception {
    ServeProcess server = start();
    for (int kill = 1; kill <= KILLS; kill++) {
      beginAppends(server);
      awaitAcknowledged(25 * kill);

      server.killAndAwaitAllGone();

      server = startAgainAndCheck();
    }
    assertEquals(0, server.terminate().status());
  }

  @Test
  void aServerWhosePostgresIsKilledEndsWithOneLineAndTheNextOneHasAll() throws Exception {
    ServeProcess server = start();
    for (int kill = 1; kill <= KILLS; kill++) {
      beginAppends(server);
      awaitAcknowledged(25 * kill);

      kill(postmaster());

      Ended ended = server.await();
      assertEquals(1, ended.status());
      List<String> said = ended.errors().lines().filter(l -> l.startsWith("sea-server: ")).toList();
      assertEquals(1, said.size(), ended.errors());
      assertTrue(said.get(0).contains("Postgres has ended by itself"), ended.errors());
      server = startAgainAndCheck();
    }
    assertEquals(0, server.terminate().status());
  }

  private ServeProcess start() throws Exception {
    ServeProcess server = ServeProcess.start(List.of(), "--data-dir", data);
    server.awaitReady();
    return server;
  }

  private void beginAppends(ServeProcess server) throws Exception {
    if (workspaces.isEmpty()) {
      workspaces.add(new KeyedAppends(admin()));
      workspaces.add(new KeyedAppends(admin()));
    }
    for (KeyedAppends workspace : workspaces) {
      workspace.start(server.uri(), CLIENTS);
    }
  }

  private void awaitAcknowledged(int more) throws Exception {
    for (KeyedAppends workspace : workspaces) {
      workspace.awaitAcknowledged(more);
    }
  }

  private ServeProcess startAgainAndCheck() throws Exception {
    for (KeyedAppends workspace : workspaces) {
      workspace.stop();
      assertEquals(CLIENTS, workspace.takeLosses(), "each client was cut off in mid-flight");
      workspace.assertErrorsAreClean();
    }
    ServeProcess server = start();
    for (KeyedAppends workspace : workspaces) {
      workspace.assertKept(admin());
      workspace.assertEachOnceAfterResending(server.uri(), admin());
    }
    InProcess.Ended verify = InProcess.execute("verify", "--data-dir", data);
    assertEquals(0, verify.status(), verify::toString);
    return server;
  }

  private Dsn admin() {
    Path file = Path.of(data, "credentials.json");
    return Dsn.parse(CredentialsFile.read(file).orElseThrow().adminDsn());
  }

  private long postmaster() throws Exception {
    return Long.parseLong(Files.readAllLines(Path.of(data, "cluster", "postmaster.pid")).get(0));
  }

  private static void kill(long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor());
  }
}
