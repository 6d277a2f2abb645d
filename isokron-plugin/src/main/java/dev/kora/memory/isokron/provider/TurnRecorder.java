package dev.kora.memory.isokron.provider;

import dev.kora.memory.isokron.config.IsokronConfig.SyncTurns;
import dev.kora.memory.isokron.graph.StoredText;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.outbox.Offer;
import dev.kora.memory.spi.CompletedTurn;
import dev.kora.memory.spi.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Keeps turns that are over. */
final class TurnRecorder {
  private static final Logger LOG = LogManager.getLogger(TurnRecorder.class);
  private static final Pattern CAPABILITY = Pattern.compile("\\bcap_[a-z0-9_]+\\b");
  private static final int ACTION_LENGTH = 2_000;
  private static final int UTTERANCE_LENGTH = 16_000;
  private static final String TRUNCATED = "…[truncated by isokron]";

  private final Wiring parts;
  private final String workspace;

  TurnRecorder(Wiring parts, String workspace) {
    this.parts = parts;
    this.workspace = workspace;
  }

  void record(CompletedTurn turn, String sessionId) {
    if (parts.config().syncTurns() == SyncTurns.ALL) {
      recordAll(turn, sessionId);
    } else {
      recordActions(turn);
    }
  }

  private void recordAll(CompletedTurn turn, String sessionId) {
    int index = 0;
    for (Message message : turn.messages()) {
      index++;
      boolean spoken =
          message.role() == Message.Role.USER || message.role() == Message.Role.ASSISTANT;
      if (!spoken || message.text().isBlank()) {
        continue;
      }
      String id = message.id();
      String speaker = message.speaker();
      Instant at = message.at();
      for (String piece : pieces(message.text())) {
        note(
            new StoredText.Turn(
                    id == null ? sessionId + ":" + turn.number() + ":" + index : id,
                    sessionId,
                    (at == null ? parts.clock().instant() : at).toString(),
                    speaker == null ? message.role().name().toLowerCase(Locale.ROOT) : speaker,
                    piece)
                .render());
      }
    }
  }

  private void recordActions(CompletedTurn turn) {
    for (Message message : turn.messages()) {
      if (message.role() == Message.Role.ASSISTANT && CAPABILITY.matcher(message.text()).find()) {
        String text = message.text();
        note(text.length() > ACTION_LENGTH ? OneLine.cut(text, ACTION_LENGTH) + TRUNCATED : text);
      }
    }
  }

  private void note(String content) {
    if (parts.scratchpad().note(workspace, content, "syncTurn") instanceof Offer.Refused refused) {
      LOG.error("[kora.isokron] syncTurn — {}; the utterance is not kept", refused.reason());
    }
  }

  /** A text in pieces that an entry can hold; one empty piece for an empty text. */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    String rest = text;
    do {
      String piece = OneLine.cut(rest, UTTERANCE_LENGTH);
      pieces.add(piece);
      rest = rest.substring(piece.length());
    } while (!rest.isEmpty());
    return pieces;
  }
}
