package dev.kora.memory.isokron.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.isokron.outbox.Outbox;
import dev.kora.memory.isokron.outbox.OutboxListener;
import dev.kora.memory.isokron.outbox.Outboxes;
import dev.kora.memory.isokron.outbox.record.OutboxKeys;
import dev.kora.memory.isokron.outbox.record.OutboxRecord;
import dev.kora.memory.spi.Delivery;
import dev.kora.memory.spi.DeliveryCounters;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryReportsTest {
  @Test
  void aHostThatThrowsAtOneReportIsStillToldTheOthers() {
    List<String> told = new ArrayList<>();
    ProviderListener host =
        new ProviderListener() {
          @Override
          public void onDelivery(Delivery delivery) {
            throw new AssertionError("a broken host");
          }

          @Override
          public void onCounters(DeliveryCounters counters) {
            told.add("counters");
            throw new IllegalStateException("a broken host");
          }

          @Override
          public void onNotice(Notice notice) {
            told.add("notice");
          }
        };
    DeliveryReports reports = new DeliveryReports(new OutboxListener() {}, host);
    try (Outbox outbox = Outboxes.inMemory(Map.of(), reports)) {
      reports.watch(outbox);
      reports.parked(
          new OutboxRecord(OutboxKeys.next(), "w", "a", "a", "test", "{}", 0, "target", null),
          "bad");
    }
    assertEquals(List.of("counters", "notice"), told);
  }
}
