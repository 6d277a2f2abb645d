package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.outbox.journal.TargetFolders;
import dev.kora.memory.isokron.outbox.system.Disk;
import dev.kora.memory.isokron.outbox.system.ReadOnlyDisk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands of the outbox are given, and what can be wrong with it. */
final class OutboxOptions {
  /** For looking at an outbox; a host may be at work there. */
  static final Disk DISK = new ReadOnlyDisk();

  static final String KEY = "The record's key, as `outbox list` says it.";

  static final String NAME = "The record's key or the gap's name, as `outbox list` says it.";

  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern RECORD = Pattern.compile(UUID_FORM);

  // Damage is named by its journal, segment and place.
  private static final Pattern ANY = Pattern.compile(UUID_FORM + "(-[0-9a-f]{1,16}){0,2}");

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      required = true,
      description = "The outbox's folder: the setting outbox_dir.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  boolean json() {
    return json;
  }

  Path folder() {
    return folder;
  }

  /** The targets in the folder, at least one. */
  List<TargetFolders.Target> targets() throws IOException {
    if (!isFolder()) {
      throw CommandFailure.because("--dir: " + folder + " is not a folder");
    }
    List<TargetFolders.Target> targets = TargetFolders.all(DISK, folder);
    if (targets.isEmpty()) {
      boolean within = DISK.list(folder).stream().anyMatch(n -> n.matches("target\\.txt|segments"));
      throw CommandFailure.because(
          "--dir: "
              + folder
              + (within ? " is inside an outbox: name the folder above" : " is not an outbox"));
    }
    return targets;
  }

  // Unlike Files.isDirectory it tells what is not there from what may not be seen.
  private boolean isFolder() throws IOException {
    try {
      return Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      throw CommandFailure.because("--dir: there is no " + folder);
    }
  }

  /** The key of a record. */
  UUID record(String key) {
    return UUID.fromString(checked(key, RECORD));
  }

  /** The key of a record, or the name of a gap. */
  String name(String key) {
    return checked(key, ANY);
  }

  /** The key that a name is, if it is one. */
  static Optional<UUID> asRecord(String name) {
    return RECORD.matcher(name).matches() ? Optional.of(UUID.fromString(name)) : Optional.empty();
  }

  private String checked(String key, Pattern form) {
    String lower = key.strip().toLowerCase(Locale.ROOT);
    if (!form.matcher(lower).matches()) {
      throw new ParameterException(
          spec.commandLine(), "KEY: is no UUID: " + OneLine.clean(key, 80));
    }
    return lower;
  }

  /** Does the work; what the disk says against it is told in one line. */
  int run(Work work) {
    try {
      work.run();
      return 0;
    } catch (AccessDeniedException e) {
      throw CommandFailure.because(
          "no permission for " + e.getFile() + ": run this as the user who runs the host");
    } catch (NoSuchFileException e) {
      throw CommandFailure.because(e.getFile() + " went away meanwhile: try again");
    } catch (FileSystemException e) {
      throw CommandFailure.because(e.getFile() + ": " + e.getReason());
    } catch (IOException e) {
      throw CommandFailure.because(folder + " cannot be used: " + e.getMessage());
    }
  }

  /** A command's work. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }
}
