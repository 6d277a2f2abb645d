package dev.kora.memory.isokron.cli;

import dev.kora.memory.isokron.outbox.folder.JournalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The journals of one target as lines of text, with what to do next. */
final class StatusTable {
  private static final String ROW = "%-36s  %-4s  %8s  %6s  %5s  %7s  %9s  %s";
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private StatusTable() {}

  static List<String> lines(List<JournalStatus> journals, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            ROW, "JOURNAL", "HOST", "QUEUED", "PARKED", "GAPS", "DAMAGED", "SIZE", "OLDEST"));
    for (JournalStatus journal : journals) {
      lines.add(
          String.format(
              ROW,
              journal.name(),
              journal.held() ? "runs" : "none",
              journal.queued(),
              journal.parked(),
              journal.gaps(),
              journal.damaged(),
              size(journal.bytes()),
              age(journal.oldest(), now)));
    }
    lines.addAll(advice(journals));
    return lines;
  }

  private static List<String> advice(List<JournalStatus> journals) {
    List<String> advice = new ArrayList<>();
    long waiting = sum(journals, j -> j.held() ? 0 : j.queued());
    if (waiting > 0) {
      advice.add(
          waiting
              + " queued where no host runs: the next start of a host of this server sends them");
    }
    long parked = sum(journals, JournalStatus::parked);
    if (parked > 0) {
      advice.add(
          parked
              + " parked: look with `outbox show KEY`, then `outbox replay KEY` or `outbox drop KEY`");
    }
    if (sum(journals, JournalStatus::gaps) > 0) {
      advice.add(
          "gaps are writes that were lost: a host tells their chain, if it knows whose they were;"
              + " see `outbox list`; `outbox drop NAME` acknowledges one that no chain can be told"
              + " of");
    }
    if (sum(journals, JournalStatus::damaged) > 0) {
      advice.add("damaged: the disk lost bytes, kept in damaged/; check the disk");
    }
    return advice;
  }

  private static long sum(List<JournalStatus> journals, ToLongFunction<JournalStatus> number) {
    return journals.stream().mapToLong(number).sum();
  }

  static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  static String age(@Nullable Instant since, Instant now) {
    if (since == null) {
      return "-";
    }
    Duration age = Duration.between(since, now);
    if (age.isNegative()) {
      return "now";
    }
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
  }
}
