package dev.kora.memory.sea.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One data folder for all, so that its binaries and its database are made once. */
class EmbeddedPostgresTest {
  @TempDir static Path temporary;

  private DataFolder folder;

  @BeforeEach
  void open() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = DataFolder.open(temporary.resolve("data"));
    if (!EmbeddedPostgres.hasCluster(folder)) {
      EmbeddedPostgres.start(folder, "secret").close();
    }
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void anInterruptWhileItStartsLeavesNoProcess() throws Exception {
    Set<Long> before = postgresProcesses();
    CompletableFuture<EmbeddedPostgres> result = new CompletableFuture<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                result.complete(EmbeddedPostgres.start(folder, "secret"));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    starter.start();
    while (newSince(before).isEmpty() && !result.isDone()) {
      Thread.onSpinWait();
    }
    starter.interrupt();
    starter.join();

    if (!result.isCompletedExceptionally()) {
      result.join().close();
    }
    assertEquals(List.of(), newSince(before));
  }

  @Test
  void aPostgresWhoseWatchdogWasKilledIsEnded() throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, "secret");
    ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
    CompletableFuture<Void> end = new CompletableFuture<>();
    postgres.onEnd(() -> end.complete(null));
    ProcessHandle shell = server.parent().orElseThrow();
    shell.children().filter(child -> !child.equals(server)).forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();

    try {
      end.get(60, TimeUnit.SECONDS);
      assertFalse(server.isAlive());
    } finally {
      server.destroyForcibly();
      postgres.close();
    }
  }

  /** After a restart of the machine the number may be anybody's, even another Postgres'. */
  @Test
  void aPidFileThatNamesAnotherFoldersPostgresDoesNotBlockTheStart() throws Exception {
    Path program = temporary.resolve("postgres");
    Files.copy(Path.of("/bin/sleep"), program);
    Process other = new ProcessBuilder(program.toString(), "600").start();
    try {
      Files.writeString(
          folder.cluster().resolve("postmaster.pid"),
          other.pid() + "\n" + folder.cluster() + "\n1000000000\n5432\n\n\n\nready\n");

      EmbeddedPostgres.start(folder, "secret").close();

      assertTrue(other.isAlive());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aStartThatTakesTooLongIsStoppedAndSaysSo() {
    Set<Long> before = postgresProcesses();
    SeaException e = assertThrows(SeaException.class, this::startInNoTime);
    assertTrue(String.valueOf(e.getMessage()).contains("not ready after 0 seconds"), e::toString);
    assertEquals(List.of(), newSince(before));
  }

  /** Where this thread is held up, Postgres may be ready before anybody looks at the time. */
  private void startInNoTime() {
    for (int i = 0; i < 5; i++) {
      EmbeddedPostgres.start(folder, "secret", Duration.ZERO).close();
    }
  }

  @Test
  void theLogIsItsOwnersOnly() throws Exception {
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.log())));
  }

  private static Set<Long> postgresProcesses() {
    return postgres().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /** Those that no other test's Postgres started meanwhile, as it does every minute. */
  private static List<ProcessHandle> newSince(Set<Long> before) {
    return postgres()
        .filter(handle -> !before.contains(handle.pid()))
        .filter(
            handle -> !handle.parent().map(ProcessHandle::pid).filter(before::contains).isPresent())
        .toList();
  }

  private static Stream<ProcessHandle> postgres() {
    return ProcessHandle.current()
        .descendants()
        .filter(handle -> handle.isAlive() && isPostgres(handle.info().command()));
  }

  private static boolean isPostgres(Optional<String> command) {
    return command.isPresent() && command.get().endsWith("/postgres");
  }
}
