package dev.kora.memory.isokron.outbox.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.UUID;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** What an operator asks for beside the running host: {@code {"replay": key}} or drop. */
public final class Commands {
  private static final Logger LOG = LogManager.getLogger(Commands.class);

  private final Documents files;

  /** Makes the reader. */
  public Commands(Documents files) {
    this.files = files;
  }

  /** Does what is asked for. */
  public interface Handler {
    /** Replays a dead letter; false if there is none. */
    boolean replay(UUID key) throws IOException;

    /** Drops a dead letter; false if there is none. */
    boolean drop(UUID key) throws IOException;

    /** Forgets a gap of which the operator knows; false if there is none of this name. */
    boolean acknowledge(String gap) throws IOException;
  }

  /** Carries out what is there. What the disk does not allow is tried again next time. */
  public void carryOut(Handler handler) throws IOException {
    for (String name : files.names()) {
      try {
        carryOut(name, handler);
      } catch (IOException e) {
        LOG.debug("[kora.isokron] the command {} cannot be carried out now", name, e);
      }
    }
  }

  private void carryOut(String name, Handler handler) throws IOException {
    JsonNode command = read(name);
    boolean replay = command.has("replay");
    String what = command.path(replay ? "replay" : "drop").asText();
    if (replay ? replay(what, handler) : drop(what, handler)) {
      LOG.info("[kora.isokron] {} {} as commanded", replay ? "replays" : "dropped", what);
    } else {
      LOG.warn("[kora.isokron] the command {} names nothing that is parked, and no gap", name);
    }
    files.remove(name);
  }

  private static boolean replay(String what, Handler handler) throws IOException {
    UUID key = key(what);
    return key != null && handler.replay(key);
  }

  private static boolean drop(String what, Handler handler) throws IOException {
    UUID key = key(what);
    return (key != null && handler.drop(key)) || handler.acknowledge(what);
  }

  // One that makes no sense must not stand in the way of the others.
  private JsonNode read(String name) throws IOException {
    byte[] content = files.read(name);
    try {
      return RecordJson.parse(content);
    } catch (IOException e) {
      LOG.debug("[kora.isokron] a command that is none", e);
      return MissingNode.getInstance();
    }
  }

  private static @Nullable UUID key(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
