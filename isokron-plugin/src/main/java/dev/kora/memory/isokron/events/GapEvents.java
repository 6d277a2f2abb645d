package dev.kora.memory.isokron.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.outbox.folder.Gap;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Function;

/** The event by which the chain says what is missing from it. */
public final class GapEvents implements Function<Gap, OutboxRecord> {
  /** Its type. */
  public static final String TYPE = "kora.outbox.gap";

  private final String target;

  /** Makes the maker; {@code target} names the server that the events are meant for. */
  public GapEvents(String target) {
    this.target = target;
  }

  @Override
  public OutboxRecord apply(Gap gap) {
    String workspace = String.valueOf(gap.workspace());
    ObjectNode arguments =
        KoraEvents.arguments(workspace, TYPE, StorableText.repair(gap.payload()));
    return new OutboxRecord(
        UUID.fromString(gap.name()),
        workspace,
        KoraEvents.TOOL,
        TYPE,
        "outbox",
        StrictJson.write(arguments),
        ChronoUnit.MICROS.between(Instant.EPOCH, gap.lastAt()),
        target,
        null);
  }
}
