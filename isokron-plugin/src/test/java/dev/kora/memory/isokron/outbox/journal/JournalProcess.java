package dev.kora.memory.isokron.outbox.journal;

import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.isokron.outbox.record.RecordCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A process that appends to a journal and says what is written, until it is killed. */
final class JournalProcess {
  private JournalProcess() {}

  static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            JournalProcess.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The next key that the process says is written. */
  static UUID next(BufferedReader output) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("written ")) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("the process has ended");
    }
    return UUID.fromString(line.substring("written ".length()));
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    Journal journal = DiskJournal.open(Path.of(args[0]), "t", 64 << 20, (f, d) -> {});
    while (true) {
      OutboxRecord record = Owed.record(UUID.randomUUID(), "x".repeat(500));
      Journal.Ticket ticket = journal.append(RecordCodec.encode(record), Journal.NONE, () -> {});
      if (!ticket.awaitWritten(TimeUnit.SECONDS.toNanos(30))) {
        return;
      }
      System.out.println("written " + record.key());
      System.out.flush();
    }
  }
}
