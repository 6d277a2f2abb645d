package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One check after the other, each within its limit. */
@Timeout(60)
class RoundTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> waiting = new ArrayList<>();
  private final Round round =
      new Round(
          new DoctorListener() {
            @Override
            public void checked(Check check) {
              assertFalse(check.toString().contains("Canary"), check.toString());
            }

            @Override
            public void waiting(String name) {
              waiting.add(name);
            }
          });

  @Test
  void aCheckThatHangsFailsAndHoldsUpNothing() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    round.check(
        "a",
        Duration.ofMillis(1_100),
        () -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return Finding.ok("never");
        });
    round.check("b", LONG, () -> Finding.ok("not made"), "a");
    round.check("c", LONG, () -> Finding.ok("not made"), "b");
    round.check("d", LONG, () -> Finding.ok("made"), "of no such name");
    interrupted.await();
    assertTrue(waiting.contains("a"));
    assertEquals(
        List.of("no answer within 1 s", "not checked: a failed", "not checked: a failed", "made"),
        round.checks().stream().map(Check::detail).toList());
  }

  @Test
  void whatACheckThrowsIsAFindingAndSecretsAreHidden() {
    round.hide(new Secret("CanaryToken"));
    round.check(
        "a",
        LONG,
        () -> {
          throw new IOException("CanaryToken\u001b[31m" + "x".repeat(10_000));
        });
    round.check(
        "b",
        LONG,
        () -> {
          throw new IllegalStateException("CanaryToken");
        });
    round.check("c", LONG, () -> Finding.warn("CanaryToken", "CanaryToken"));
    assertTrue(round.checks().get(0).detail().startsWith("****�[31mxxx"));
    assertTrue(round.checks().get(0).detail().length() < 700);
    assertEquals("defect: java.lang.IllegalStateException: ****", round.checks().get(1).detail());
    round.close();
  }

  @Test
  void clocksThatAreApartAreTold() {
    assertEquals(Check.State.OK, SubstrateChecks.clock(Duration.ofMillis(1_500)).state());
    assertEquals(
        "the database's is 3.0 s behind this machine's",
        SubstrateChecks.clock(Duration.ofSeconds(-3)).detail());
    assertEquals(Check.State.WARN, SubstrateChecks.clock(Duration.ofSeconds(-3)).state());
    assertEquals(Check.State.WARN, SubstrateChecks.clock(Duration.ofSeconds(3)).state());
  }
}
