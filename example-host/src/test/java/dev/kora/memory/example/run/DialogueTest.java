package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.MemorySession;
import dev.kora.memory.spi.Message;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialogueTest {
  private final List<List<String>> kept = new ArrayList<>();

  private Dialogue dialogue() {
    MemorySession memory =
        new MemorySession() {
          @Override
          public void syncTurn(CompletedTurn turn) {
            kept.add(turn.messages().stream().map(Message::text).toList());
          }
        };
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Dialogue(new Conversation(memory), new Screen(out), Clock.systemUTC());
  }

  @Test
  void whatTheModelRepeatsOfItsMemoryIsNotKeptAgain() {
    Dialogue dialogue = dialogue();
    dialogue.say("Where is the job?");
    dialogue.say("I see <recalled-memory source=\"x\">- old news</recalled-memory>it moved.");
    dialogue.say("And now?");
    dialogue.say("<recalled-memory source=\"x\">- old news</recalled-memory>");
    dialogue.say("Well?");
    dialogue.say("It runs if a < b.");
    assertEquals(
        List.of(
            List.of("Where is the job?", "I see it moved."),
            List.of("And now?"),
            List.of("Well?", "It runs if a < b.")),
        kept);
  }
}
