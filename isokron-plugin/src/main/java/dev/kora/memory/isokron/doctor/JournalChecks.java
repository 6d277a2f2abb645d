package dev.kora.memory.isokron.doctor;

import dev.kora.memory.isokron.config.IsokronConfig;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.outbox.folder.JournalStatus;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The outbox's folder: whether a host can use it, and what waits there. Only reads. */
final class JournalChecks {
  static final String GROUP = "journal";

  private static final String FOLDER = "journal.folder";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Round round;
  private final IsokronConfig config;
  private final @Nullable Path dataDir;

  JournalChecks(Round round, ConfigChecks.Read read) {
    this.round = round;
    this.config = read.config();
    this.dataDir = read.dataDir();
  }

  void run() {
    Path set = config.outboxDir();
    Path folder =
        set == null && dataDir != null ? dataDir.resolve("isokron").resolve("outbox") : set;
    if (folder == null) {
      round.skip(
          GROUP,
          "the file has neither outbox_dir nor memory.data_dir",
          "name the folder with outbox_dir, as an absolute path");
      return;
    }
    if (!folder.isAbsolute()) {
      round.skip(
          GROUP,
          "outbox_dir " + folder + " is relative to wherever the host is started",
          "write it as an absolute path");
      return;
    }
    round.check(FOLDER, LIMIT, () -> folder(folder));
    if (!round.isBroken(FOLDER) && Files.exists(folder)) {
      round.check("journal.contents", LIMIT, () -> contents(folder));
    }
  }

  private static Finding folder(Path folder) {
    try {
      if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
        return Finding.fail(
            folder + " is not a folder: writes are kept in memory only",
            "name another folder in outbox_dir, or move away what is there");
      }
    } catch (NoSuchFileException e) {
      return notThere(folder);
    } catch (IOException e) {
      return unusable(e, folder);
    }
    return Files.isWritable(folder)
        ? Finding.ok(folder.toString())
        : unusable(new AccessDeniedException(folder.toString()), folder);
  }

  private static Finding notThere(Path folder) {
    Path above = folder.toAbsolutePath();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && Files.isDirectory(above) && Files.isWritable(above)
        ? Finding.ok(folder + " is not there yet; the host makes it")
        : Finding.fail(
            folder + " cannot be made in " + above + ": writes are kept in memory only",
            "make it as the user who runs the host, or name another one in outbox_dir");
  }

  private Finding contents(Path folder) {
    try {
      String ours = config.endpoint().target();
      List<JournalStatus> journals = new ArrayList<>();
      List<String> others = new ArrayList<>();
      for (TargetFolders.Target target : TargetFolders.all(new ReadOnlyDisk(), folder)) {
        long waiting = 0;
        for (Path journal : target.journals()) {
          JournalStatus status = JournalStatus.of(journal);
          waiting += status.queued() + status.parked();
          if (target.words().strip().equals(ours)) {
            journals.add(status);
          }
        }
        if (waiting > 0 && !target.words().strip().equals(ours)) {
          others.add(waiting + " for " + OneLine.of(target.words().strip(), 120));
        }
      }
      return finding(folder, journals, others, Instant.now());
    } catch (IOException e) {
      return unusable(e, folder);
    }
  }

  private static Finding finding(
      Path folder, List<JournalStatus> journals, List<String> others, Instant now) {
    boolean held = journals.stream().anyMatch(JournalStatus::held);
    long queued = sum(journals, JournalStatus::queued);
    long parked = sum(journals, JournalStatus::parked);
    long gaps = sum(journals, JournalStatus::gaps);
    long damaged = sum(journals, JournalStatus::damaged);
    Instant oldest =
        journals.stream()
            .map(JournalStatus::oldest)
            .filter(at -> at != null)
            .min(Instant::compareTo)
            .orElse(null);
    String detail =
        (held ? "a host runs; " : "no host runs; ")
            + queued
            + " queued, "
            + parked
            + " parked, "
            + gaps
            + " gaps, "
            + damaged
            + " damaged"
            + (oldest == null ? "" : "; the oldest of " + oldest.truncatedTo(ChronoUnit.SECONDS))
            + (others.isEmpty() ? "" : "; other servers: " + String.join(", ", others));
    List<String> advice = new ArrayList<>();
    if (parked + gaps + damaged > 0) {
      advice.add("`outbox status --dir " + folder + "` says what to do");
    }
    if (held && queued > 0 && oldest != null && oldest.plus(LONG).isBefore(now)) {
      advice.add("the host cannot deliver: see its log and the checks of Sea above");
    }
    if (!others.isEmpty()) {
      advice.add("what waits for another server goes out only when mcp_endpoint is that one again");
    }
    return advice.isEmpty() ? Finding.ok(detail) : Finding.warn(detail, String.join("; ", advice));
  }

  private static Finding unusable(IOException e, Path folder) {
    String why =
        e instanceof AccessDeniedException denied
            ? "no permission for " + denied.getFile()
            : e instanceof FileSystemException file && file.getReason() != null
                ? file.getFile() + ": " + file.getReason()
                : folder + ": " + OneLine.of(e.getMessage());
    return Finding.fail(why, "run this as the user who runs the host; else see the disk");
  }

  private static long sum(List<JournalStatus> journals, ToLongFunction<JournalStatus> number) {
    return journals.stream().mapToLong(number).sum();
  }
}
