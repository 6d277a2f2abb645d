package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.Documents;
import dev.kora.memory.isokron.outbox.folder.OutboxFolder;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.system.SystemDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A command to the running host: a file that it looks for every second. */
final class HostCommand {
  private static final long TAKEN_SECONDS = 5;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private HostCommand() {}

  /** Has the host carry it out; one that it does not take is withdrawn. */
  static void carryOut(Path journal, String what, String name) throws IOException {
    Documents commands = OutboxFolder.on(new SystemDisk(), journal).commands();
    String command = OutboxKeys.next().toString();
    commands.write(command, StrictJson.writeBytes(StrictJson.object().put(what, name)));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TAKEN_SECONDS);
    while (commands.names().contains(command)) {
      if (System.nanoTime() - end > 0) {
        commands.remove(command);
        throw CommandFailure.because(
            "a process holds the journal and has not looked for commands for "
                + TAKEN_SECONDS
                + " s; the command is withdrawn: is that host well?");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
