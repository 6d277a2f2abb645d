package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills or may not be written, while the server is away, and what comes after it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DiskTroubleIT {
  @TempDir static Path seaFolder;
  private static SeaProcess sea;
  private static long declaredBefore;
  @TempDir Path folder;
  private Hosts hosts;

  @BeforeAll
  static void aServer() throws Exception {
    sea = new SeaProcess(seaFolder);
    sea.start();
    sea.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    sea.close();
  }

  @BeforeEach
  void thatIsAway() throws Exception {
    hosts = new Hosts(folder, sea);
    if (sea.isRunning()) {
      sea.kill();
    }
  }

  @AfterEach
  void end() {
    hosts.close();
  }

  @Test
  void aDiskThatIsFullIsSaidAndWhatWasAcceptedIsDeliveredOnceThereIsRoom() throws Exception {
    MountedHost mounted = fill("freed", "4m");
    mounted.shell(true, "rm " + mounted.mount.resolve("filler"));
    mounted.awaitMemoryOnly("");
    mounted.emit("freed", 10_000, 50, 10);
    sea.start();
    assertAllDelivered(mounted);
  }

  @Test
  void aDiskThatStaysFullKeepsNothingFromBeingDelivered() throws Exception {
    MountedHost mounted = fill("full", "1m");
    sea.start();
    assertAllDelivered(mounted);
  }

  /** A host that has filled its disk and its memory. */
  private MountedHost fill(String stream, String size) throws Exception {
    MountedHost mounted = new MountedHost(hosts, folder, size, List.of("outbox_memory_mib=1"));
    mounted.emit(stream, 1, 100, 1_000);
    // No more than the disk has: the command fails, and has filled it.
    mounted.shell(false, "head -c 8000000 /dev/zero > " + mounted.mount.resolve("filler"));
    mounted.emit(stream, 1_000, 100, 1_000);
    mounted.awaitMemoryOnly(".*No space left on device.*");
    mounted.emit(stream, 2_000, 2_000, 1_000);
    assertKept(mounted);
    return mounted;
  }

  @Test
  void aDiskThatMayNotBeWrittenForAWhileIsSaidAndNothingIsLost() throws Exception {
    MountedHost mounted = new MountedHost(hosts, folder, "64m", List.of());
    mounted.emit("ro", 1, 100, 1_000);
    // What is open stays so: the file system itself cannot be remounted while its lock is held.
    String mount = mounted.mount.toString();
    mounted.shell(false, "mount -o remount,ro " + mount);
    mounted.shell(true, "mount --bind " + mount + " " + mount);
    mounted.shell(true, "mount -o remount,bind,ro " + mount);
    mounted.shell(false, "touch " + mounted.mount.resolve("file"));
    mounted.emit("ro", 1_000, 200, 60_000); // more than a segment takes
    mounted.awaitMemoryOnly(".*Read-only file system.*");
    mounted.emit("ro", 2_000, 100, 1_000);
    assertKept(mounted);
    mounted.shell(true, "umount " + mount);
    mounted.awaitMemoryOnly("");
    mounted.emit("ro", 3_000, 100, 1_000);
    sea.start();
    assertAllDelivered(mounted);
  }

  /** What the host says is persisted is on the disk; what is not it did not say. */
  private static void assertKept(MountedHost mounted) throws Exception {
    Reports reports = new Reports();
    reports.add(mounted.host.soFar());
    Set<UUID> notThere = new HashSet<>(reports.persisted());
    notThere.removeAll(mounted.onDisk());
    assertEquals(List.of(), reports.describe(notThere), "said to be persisted");
    assertTrue(!reports.persisted().isEmpty() && !reports.memoryOnly().isEmpty());
  }

  private void assertAllDelivered(MountedHost mounted) throws Exception {
    Reports reports = new Reports();
    reports.add(mounted.deliverAll());
    Chain chain = sea.verified();
    chain.assertHolds(reports);
    assertEquals(
        reports.memoryOnly().size(),
        chain.count(reports.memoryOnly()),
        "this process has not ended before it delivered them");
    assertEquals(reports.refused(), chain.declared() - declaredBefore, "declared as missing");
    declaredBefore = chain.declared();
  }
}
