package dev.kora.memory.isokron.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.outbox.record.FollowUp;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an outbox of a simulation accepted and refused, and what it owes. */
final class OutboxModel {
  private final Map<UUID, Expected> expected = new LinkedHashMap<>();
  private final Set<UUID> offered = new HashSet<>();
  private long refused;
  private long damaged;
  private boolean troubled;

  /** It is about to be offered: if the machine stops meanwhile, it may be there or not. */
  void offers(OutboxRecord message) {
    offered.add(message.key());
    FollowUp next = message.followUp();
    if (next != null) {
      offered.add(next.key());
    }
  }

  boolean wasOffered(UUID key) {
    return offered.contains(key);
  }

  @Nullable Expected get(UUID key) {
    return expected.get(key);
  }

  /** It was offered, to one who waits for it or not. */
  void offered(OutboxRecord message, boolean poison, Offer offer) {
    if (!(offer instanceof Offer.Accepted accepted)) {
      refused++;
      return;
    }
    Expected record = new Expected(message, expected.size(), poison, false);
    record.persisted = accepted.durability() == Durability.PERSISTED;
    record.fate = accepted.fate();
    expected.put(message.key(), record);
    FollowUp next = message.followUp();
    if (next != null) {
      // Unknown to the caller: judged by the write that it follows.
      OutboxRecord after = next.record(message, "id");
      Expected follower = new Expected(after, record.order, false, true);
      follower.inLetter = poison;
      expected.put(next.key(), follower);
    }
  }

  void syncBegins() {
    expected.values().forEach(record -> record.onItsWay |= record.persisted);
  }

  void synced() {
    expected.values().forEach(record -> record.synced |= record.onItsWay);
  }

  /** The disk has faults: a gap may not get into its file before the end, and the log says so. */
  void faulty() {
    troubled = true;
  }

  void damaged(long atMost) {
    damaged += atMost;
  }

  /**
   * The process ends by force.
   *
   * @param forgotten whether the system may have forgotten that some of it is not on the disk
   */
  void crashed(boolean power, boolean forgotten) {
    troubled = true;
    expected.values().forEach(record -> record.crashed(power, forgotten));
  }

  /** A clean end, if the disk was well. */
  void closed(ScriptedServer server, boolean diskInTrouble) {
    troubled |= diskInTrouble;
    expected
        .values()
        .forEach(record -> record.closed(server.has(record.message.key()), diskInTrouble));
  }

  /** Now everything is owed. */
  void check(ScriptedServer server) {
    assertNull(server.broken);
    server.checkOrder();
    List<Expected> lost = new ArrayList<>();
    for (Expected record : expected.values()) {
      boolean there = server.has(record.message.key());
      if (!there && !record.excused && !record.isGivenUp() && !record.follows) {
        lost.add(record);
      }
      FollowUp next = record.message.followUp();
      boolean owed = !record.excused && !record.mayEndAlone && !record.isGivenUp();
      if (next != null && there && owed) {
        assertTrue(server.has(next.key()), () -> "nothing follows " + record);
      }
    }
    assertTrue(lost.size() <= damaged, () -> "lost in silence: " + lost);
    if (troubled) {
      assertTrue(server.missing() <= refused, "gaps of nothing");
    } else {
      assertEquals(refused, server.missing(), "refused in silence");
      assertEquals(0, damaged);
    }
  }
}
