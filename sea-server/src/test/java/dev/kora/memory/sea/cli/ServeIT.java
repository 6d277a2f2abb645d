package dev.kora.memory.sea.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kora.memory.sea.WorkspaceVerdict;
import dev.kora.memory.sea.cli.ServeProcess.Ended;
import dev.kora.memory.sea.store.CredentialsFile;
import dev.kora.memory.sea.store.Dsn;
import dev.kora.memory.sea.store.EventStore;
import dev.kora.memory.sea.store.TokenHash;
import dev.kora.memory.sea.store.WriteKey;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar in JVMs of its own, killed in every way. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ServeIT {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--");

  /** One data folder for all: it must survive what each test does to its server. */
  @TempDir static Path shared;

  @TempDir Path own;

  @BeforeEach
  void otherUsersMayEnter() throws Exception {
    for (Path folder : List.of(shared, own)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void afterKillNinePostgresIsGoneAndTheChainIsKept() throws Exception {
    Path data = shared.resolve("data");
    ServeProcess server = ServeProcess.start(List.of(), "--data-dir", data.toString());
    server.awaitReady();
    append(data);
    long before = rows(data);

    server.killAndAwaitAllGone();

    ServeProcess again = ServeProcess.start(List.of(), "--data-dir", data.toString());
    again.awaitReady();
    append(data);
    assertEquals(before + 1, rows(data), "verified beside the running server");
    assertEquals(0, again.terminate().status());
    again.awaitAllGone();
    assertEquals(before + 1, rows(data), "verified without a server");
  }

  @Test
  void afterAKillOfTheWholeProcessGroupNothingIsLeft() throws Exception {
    ServeProcess server = ServeProcess.start(List.of("setsid"));
    server.awaitReady();
    Path folder = server.credentials().getParent();

    new ProcessBuilder("kill", "-9", "--", "-" + server.pid()).start().waitFor();

    server.awaitAllGone();
    ServeProcess.await(() -> !Files.exists(folder), "the temporary folder is gone");
  }

  @Test
  void anOrdinaryUsersServerEndsTheSameWay() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
    ServeProcess server = ServeProcess.start(AS_NOBODY);
    server.awaitReady();
    Path folder = server.credentials().getParent();
    assertEquals("nobody", Files.getOwner(server.credentials()).getName());

    server.killAndAwaitAllGone();

    ServeProcess.await(() -> !Files.exists(folder), "the temporary folder is gone");
  }

  @Test
  void aSecondServerOnTheSameFolderIsToldWhoHasItAndSecretsAreTheOwnersOnly() throws Exception {
    String data = shared.resolve("data").toString();
    ServeProcess first = ServeProcess.start(List.of(), "--data-dir", data);
    first.awaitReady();

    assertOneMessage("process " + first.pid(), ServeProcess.run("serve", "--data-dir", data));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(first.credentials())));
    assertEquals(0, first.terminate().status());
  }

  @Test
  void aStopWhileItUnpacksLeavesNothing() throws Exception {
    Path data = own.resolve("data");
    ServeProcess server = ServeProcess.start(List.of(), "--data-dir", data.toString());
    // Or has, if nobody looked in time: it leaves as little then.
    ServeProcess.await(
        () -> Files.exists(data.resolve(".unpacking")) || hasUnpacked(data), "it unpacks");

    Ended ended = server.terminate();

    assertEquals(0, ended.status(), ended.errors());
    assertEquals("", ended.errors());
    assertFalse(Files.exists(data.resolve(".unpacking")));
  }

  @Test
  void anOccupiedPortIsNamed() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(socket.getLocalPort());
      assertOneMessage(port, ServeProcess.run("serve", "--port", port));
    }
  }

  @Test
  void aFolderWithForeignFilesIsNotTouched() throws Exception {
    Files.writeString(own.resolve("thesis.txt"), "x");

    assertOneMessage("thesis.txt", ServeProcess.run("serve", "--data-dir", own.toString()));
    try (Stream<Path> files = Files.list(own)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void zDamagedClustersGetOneMessageEach() throws Exception {
    Path data = shared.resolve("data");
    Path version = data.resolve("cluster/PG_VERSION");
    String good = Files.readString(version);

    Files.writeString(version, "garbage");
    assertOneMessage("PG_VERSION", ServeProcess.run("serve", "--data-dir", data.toString()));
    Files.writeString(version, "9\n");
    assertOneMessage(
        "made by Postgres 9", ServeProcess.run("serve", "--data-dir", data.toString()));
    Files.delete(version);
    assertOneMessage("PG_VERSION", ServeProcess.run("serve", "--data-dir", data.toString()));
    Files.writeString(version, good);
    Files.write(data.resolve("cluster/global/pg_control"), new byte[8192]);
    Ended ended = ServeProcess.run("serve", "--data-dir", data.toString());
    assertEquals(1, ended.status());
    assertTrue(ended.errors().contains("Postgres does not start"), ended.errors());
    assertTrue(ended.errors().contains("postgres.log"), ended.errors());
    assertFalse(ended.errors().contains("\tat "), ended.errors());
  }

  @Test
  void usageMistakesAreOneLineAndStatusTwo() throws Exception {
    for (String[] arguments :
        new String[][] {
          {},
          {"nonsense"},
          {"serve", "--port", "x"},
          {"serve", "--tls-cert", "a"},
          {"serve", "--stdio"},
          {"serve", "--stdio", "--data-dir", "a", "--stateless"},
          {"serve", "--data-dir", "a", "--dsn", "b"},
          {"verify"}
        }) {
      Ended ended = ServeProcess.run(arguments);
      assertEquals(2, ended.status());
      assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
    }
    assertEquals(0, ServeProcess.run("serve", "--help").status());
    assertEquals(2, ServeProcess.run("verify", "--data-dir", own.toString()).status());
  }

  private static boolean hasUnpacked(Path data) {
    String[] names = data.toFile().list((folder, name) -> name.startsWith("postgres-"));
    return names != null && names.length > 0;
  }

  private static void assertOneMessage(String contains, Ended ended) {
    assertNotEquals(0, ended.status());
    assertTrue(ended.errors().contains(contains), ended.errors());
    assertEquals(1, ended.errors().strip().lines().count(), ended.errors());
    assertEquals("", ended.output());
  }

  private static void append(Path data) throws Exception {
    var credentials = CredentialsFile.read(data.resolve("credentials.json")).orElseThrow();
    try (EventStore store = EventStore.open(Dsn.parse(credentials.adminDsn()))) {
      store.append(
          store.resolve(TokenHash.of(credentials.token())).orElseThrow(),
          "kora.test.ran",
          "{}".getBytes(StandardCharsets.UTF_8),
          new WriteKey(UUID.randomUUID(), null));
    }
  }

  private static long rows(Path data) throws Exception {
    WorkspaceVerdict verdict = ServeProcess.verdict(data);
    assertTrue(verdict.intact(), verdict::toString);
    return verdict.rows();
  }
}
