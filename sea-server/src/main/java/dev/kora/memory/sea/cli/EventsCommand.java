package dev.kora.memory.sea.cli;

import dev.kora.memory.sea.ChainEvent;
import dev.kora.memory.sea.SeaDatabase;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.audit.EventTail;
import dev.kora.memory.sea.audit.EventTail.Entry;
import dev.kora.memory.sea.store.Connections;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the newest events, and those to come. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    versionProvider = SeaVersion.class,
    description = "Shows the last 20 events; with --follow also those to come.")
final class EventsCommand implements Callable<Integer> {
  private static final int LAST = 20;
  private static final long POLL_MILLIS = 500;
  private static final int SHOWN_CHARACTERS = 200;

  @Option(
      names = "--workspace",
      paramLabel = "W",
      description = "Only this workspace; all of them by default.")
  private @Nullable String workspace;

  @Option(names = "--follow", description = "Go on until Ctrl-C, or until nobody reads any more.")
  private boolean follow;

  @Option(names = "--json", description = "One JSON object a line, with the whole payload.")
  private boolean json;

  @ArgGroup(multiplicity = "1")
  private DatabaseOption database = new DatabaseOption();

  @Override
  public Integer call() throws InterruptedException {
    PrintStream out = Utf8.out();
    try (SeaDatabase sea = database.open();
        Connection connection = sea.connect()) {
      DatabaseOption.mustHaveSchema(connection);
      EventTail tail = new EventTail(connection, workspace);
      boolean read = print(tail.last(LAST), out);
      while (follow && read) {
        List<Entry> fresh = tail.next();
        if (fresh.isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        read = print(fresh, out);
      }
      return 0;
    } catch (SQLException e) {
      String advice = follow ? ": start it again when the database is back" : "";
      throw new SeaException(
          "could not read events (" + Connections.firstLine(e) + ")" + advice, e);
    }
  }

  /** False once nobody reads any more, as in {@code events --follow | head}. */
  private boolean print(List<Entry> entries, PrintStream out) {
    for (Entry entry : entries) {
      out.println(json ? EventJson.of(entry) : toText(entry));
    }
    return !out.checkError();
  }

  private String toText(Entry entry) {
    ChainEvent event = entry.event();
    String payload = event.payload();
    String shown =
        payload.length() > SHOWN_CHARACTERS
            ? payload.substring(0, SHOWN_CHARACTERS) + "…"
            : payload;
    return String.format(
        Locale.ROOT,
        "%-24s  %s%8d  %-34s  %-8s  %s",
        event.occurredAt().truncatedTo(ChronoUnit.MILLIS),
        workspace == null ? String.format("%-16s", Printable.text(entry.workspaceId())) : "",
        event.seq(),
        Printable.text(event.eventType()),
        Printable.text(event.actorKind()),
        Printable.text(shown));
  }
}
