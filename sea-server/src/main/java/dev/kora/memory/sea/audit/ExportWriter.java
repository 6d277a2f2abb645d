package dev.kora.memory.sea.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.audit.DatabaseSnapshot.Chain;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import dev.kora.memory.sea.store.Connections;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one chain as {@link ExportFormat} says, from one snapshot, in constant memory. */
public final class ExportWriter {
  private final JsonGenerator out;

  private ExportWriter(JsonGenerator out) {
    this.out = out;
  }

  /**
   * Exports a workspace's chain as it is, broken or not.
   *
   * @param connection the owner's, in auto-commit mode, and left so
   * @param to left open, and flushed
   * @return how many events were written
   * @throws SeaException if the chain cannot be read
   * @throws IOException if the output cannot be written
   */
  public static long export(
      Connection connection, String workspaceId, OutputStream to, Progress progress)
      throws IOException {
    JsonFactory factory = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    try (DatabaseSnapshot snapshot = DatabaseSnapshot.of(connection)) {
      List<Chain> chains = snapshot.chains(workspaceId);
      if (chains.isEmpty()) {
        throw new SeaException("there is no workspace \"" + workspaceId + "\"");
      }
      try (ChainSource source = snapshot.open(chains.get(0));
          JsonGenerator out = factory.createGenerator(to)) {
        out.setRootValueSeparator(null);
        return new ExportWriter(out).chain(source, progress);
      }
    } catch (SQLException e) {
      throw new SeaException("could not read the chain (" + Connections.firstLine(e) + ")", e);
    }
  }

  private long chain(ChainSource source, Progress progress) throws IOException {
    ChainHead head = source.head();
    out.writeStartObject();
    out.writeStringField(ExportFormat.FORMAT, ExportFormat.V1);
    out.writeStringField(ExportFormat.WORKSPACE, source.workspaceId());
    end(ExportFormat.HEAD, head);
    endLine();
    long rows = 0;
    ChainHead last = null;
    for (ChainRow row = source.next(); row != null; row = source.next()) {
      event(row);
      last = new ChainHead(row.seq(), row.thisHash());
      rows++;
      if (rows % Progress.EVERY == 0) {
        progress.at(source.workspaceId(), rows, head == null ? 0 : head.seq());
      }
    }
    out.writeStartObject();
    out.writeNumberField(ExportFormat.EVENTS, rows);
    end(ExportFormat.LAST, last);
    endLine();
    return rows;
  }

  private void event(ChainRow row) throws IOException {
    out.writeStartObject();
    out.writeNumberField(ExportFormat.SEQ, row.seq());
    out.writeStringField(ExportFormat.EVENT_ID, row.eventId().toString());
    out.writeStringField(ExportFormat.EVENT_KEY, row.eventKey().toString());
    out.writeStringField(ExportFormat.ACTOR_ID, row.actorId().toString());
    out.writeStringField(ExportFormat.ACTOR_KIND, row.actorKind());
    out.writeStringField(ExportFormat.EVENT_TYPE, row.eventType());
    out.writeNumberField(ExportFormat.OCCURRED_US, row.occurredUs());
    out.writeNumberField(ExportFormat.OCCURRED_AT_US, row.occurredAtUs());
    out.writeNumberField(ExportFormat.EMITTED_US, row.emittedUs());
    out.writeStringField(ExportFormat.PAYLOAD, row.payloadText());
    out.writeBinaryField(ExportFormat.PAYLOAD_C14N, row.payloadC14n());
    out.writeBinaryField(ExportFormat.PAYLOAD_SHA256, row.payloadSha256());
    out.writeBinaryField(ExportFormat.PREV_EVENT_HASH, row.prevHash());
    out.writeBinaryField(ExportFormat.THIS_EVENT_HASH, row.thisHash());
    out.writeNumberField(ExportFormat.HASH_VERSION, row.hashVersion());
    endLine();
  }

  private void end(String name, @Nullable ChainHead head) throws IOException {
    if (head == null) {
      out.writeNullField(name);
      return;
    }
    out.writeObjectFieldStart(name);
    out.writeNumberField(ExportFormat.SEQ, head.seq());
    out.writeBinaryField(ExportFormat.HASH, head.hash());
    out.writeEndObject();
  }

  private void endLine() throws IOException {
    out.writeEndObject();
    out.writeRaw('\n');
  }
}
