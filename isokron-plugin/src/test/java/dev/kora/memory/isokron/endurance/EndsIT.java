package dev.kora.memory.isokron.endurance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that end in other ways than by closing, and two on one folder at the same time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EndsIT {
  @TempDir Path folder;
  private final Reports reports = new Reports();

  @Test
  void howeverHostsEndWhileTheServerIsAwayTheNextOneDelivers() throws Exception {
    try (SeaProcess sea = new SeaProcess(folder);
        Hosts hosts = new Hosts(folder, sea)) {
      sea.start();
      sea.awaitReady();
      sea.kill();

      ChildJvm exits = hosts.start();
      exits.tell("run 1 1 exit1 exit2"); // its threads emit while it exits
      exits.tell("emit exit 1 300 100");
      exits.tell("exit");
      reports.add(exits.awaitEnd(0));

      ChildJvm returns = hosts.start();
      assertNotEquals("0", returns.await("ready"));
      returns.tell("emit return 1 300 100");
      returns.tell("return");
      reports.add(returns.awaitEnd(0)); // none of the plugin's threads keeps it alive

      ChildJvm interrupted = hosts.start();
      interrupted.tell("interrupted i 1 600");
      interrupted.await("emitted");
      interrupted.tell("emit others 1 100 100");
      interrupted.await("emitted");
      reports.add(interrupted.kill());

      for (String stream : List.of("exit", "return", "i", "others")) {
        assertTrue(
            reports.all().values().stream()
                .anyMatch(s -> s.stream().equals(stream) && reports.persisted().contains(s.key())),
            () -> "nothing of " + stream + " is persisted");
      }
      assertEquals(0, reports.refused());
      sea.start();
      reports.add(hosts.deliverAll());
      sea.verified().assertHolds(reports);
    }
  }

  @Test
  void twoHostsAtTheSameTimeHaveAFolderEachAndAllArrives() throws Exception {
    try (SeaProcess sea = new SeaProcess(folder);
        Hosts hosts = new Hosts(folder, sea)) {
      sea.start();
      sea.awaitReady();
      ChildJvm one = hosts.start();
      ChildJvm two = hosts.start();
      one.tell("emit one1 1 200 100");
      two.tell("emit two1 1 200 100");
      one.await("emitted");
      two.await("emitted");
      List<JsonNode> journals = hosts.status();
      assertEquals(2, journals.size(), journals::toString);
      journals.forEach(j -> assertTrue(j.get("held").asBoolean(), journals::toString));
      for (ChildJvm host : List.of(one, two)) {
        host.tell("emit " + (host == one ? "one2" : "two2") + " 1 200 100");
        host.tell("flush 120");
        assertEquals("0", host.await("left"));
        host.tell("close");
        host.tell("return");
        reports.add(host.awaitEnd(0));
      }
      hosts.deliverAll();
      Chain chain = sea.verified();
      chain.assertHolds(reports);
      assertEquals(800, chain.size(), "in memory only or not: both have ended well");
    }
  }
}
