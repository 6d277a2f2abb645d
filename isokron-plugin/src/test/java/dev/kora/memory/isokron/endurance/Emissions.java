package dev.kora.memory.isokron.endurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.isokron.events.ChainEventEmitter;
import dev.kora.memory.isokron.events.EmitOutcome;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.sea.SeaOptions;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Emits numbered events, and says of each what came of it: after the call has returned. */
final class Emissions {
  static final String TYPE = "kora.test.numbered";

  private final ChainEventEmitter emitter;

  Emissions(ChainEventEmitter emitter) {
    this.emitter = emitter;
  }

  /** About thirty a second, in bursts; a few of them so long that a kill may cut the write. */
  void forever(String stream, long from, Random chance) {
    for (long number = from; ; number++) {
      int length = chance.nextInt(40) == 0 ? chance.nextInt(100_000) : chance.nextInt(500);
      one(stream, number, length);
      if (chance.nextInt(10) == 0) {
        pause(chance.nextInt(600));
      }
    }
  }

  void some(String stream, long from, int count, int length) {
    for (int i = 0; i < count; i++) {
      one(stream, from + i, length);
    }
  }

  /** One half of them by a thread that is interrupted all the time, one half as it emits. */
  void interrupted(String stream, long from, int count) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                if (i < count / 2) {
                  Thread.currentThread().interrupt();
                }
                boolean before = Thread.currentThread().isInterrupted();
                one(stream, from + i, 100);
                begun.countDown();
                if (before && !Thread.interrupted()) {
                  HostMain.say("threw the interrupt away");
                }
              }
            });
    thread.start();
    begun.await();
    while (thread.isAlive()) {
      thread.interrupt();
      Thread.onSpinWait();
    }
  }

  private void one(String stream, long number, int length) {
    ObjectNode payload = StrictJson.object();
    payload.put("stream", stream).put("number", number).put("text", "x".repeat(length));
    EmitOutcome outcome =
        emitter.attemptChainEventEmit(SeaOptions.DEFAULT_WORKSPACE, TYPE, payload, "endurance");
    if (outcome instanceof EmitOutcome.Accepted accepted) {
      HostMain.say(
          "accepted " + accepted.key() + " " + stream + " " + number + " " + accepted.durability());
    } else {
      HostMain.say("refused " + stream + " " + number + " " + outcome);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
