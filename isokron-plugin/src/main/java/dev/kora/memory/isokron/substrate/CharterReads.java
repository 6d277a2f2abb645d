package dev.kora.memory.isokron.substrate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import dev.kora.memory.isokron.substrate.CharterException.Reason;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Reads of the role charter, which are checked: an agent's identity is not taken on trust. */
public final class CharterReads {
  private static final Logger LOG = LogManager.getLogger(CharterReads.class);
  private static final int MAX_BYTES = 256 * 1_024;
  private static final String ACTIVE =
      """
      SELECT c.id, c.schema_version, c.content_md, c.content_jsonb::text, c.content_hash,
             c.created_at
        FROM public.kora_role_charter c
       WHERE c.workspace_id = ? AND c.superseded_at IS NULL
       ORDER BY c.created_at DESC
       LIMIT 2
      """;

  private final Substrate substrate;
  private final Told told = new Told();

  private record Row(
      UUID id,
      int schemaVersion,
      @Nullable String text,
      @Nullable String json,
      @Nullable String hash,
      Instant createdAt) {}

  public CharterReads(Substrate substrate) {
    this.substrate = substrate;
  }

  /**
   * The one active charter of a workspace.
   *
   * @throws CharterException if there is none, or not one that can be trusted
   */
  public Charter active(String workspace) throws SubstrateException, CharterException {
    List<Row> rows = rows(workspace);
    String of = " of the workspace " + OneLine.of(workspace, 80);
    if (rows.isEmpty()) {
      throw new CharterException(
          Reason.MISSING,
          "no active charter"
              + of
              + ": seed one, or use a login of isokron_dsn that is bound to that workspace");
    }
    if (rows.size() > 1) {
      throw new CharterException(
          Reason.SEVERAL, "more than one active charter" + of + ": supersede all but one");
    }
    Row row = rows.get(0);
    String text = row.text() == null ? "" : row.text();
    if (row.hash() == null
        || !DigestUtils.sha256Hex(text).equals(row.hash().toLowerCase(Locale.ROOT))) {
      throw new CharterException(
          Reason.DRIFT,
          "the charter "
              + row.id()
              + of
              + " was changed: content_hash is not the SHA-256 of content_md; restore the text, or"
              + " have the operator put a new charter in force");
    }
    String json = row.json() == null ? "" : row.json();
    if (bytes(text) + bytes(json) > MAX_BYTES) {
      throw new CharterException(
          Reason.SIZE,
          "the charter "
              + row.id()
              + of
              + " is too long: content_md and content_jsonb together have more than "
              + MAX_BYTES / 1_024
              + " KiB, and no part of it may be left out; put a shorter one in force");
    }
    Charter charter = charter(row, text, json, of);
    if (!charter.notInText().isEmpty() && told.isNew(workspace + ' ' + charter.id())) {
      LOG.warn(
          "[kora.isokron] the charter {}{}: {} in content_jsonb, which no hash covers, is not what"
              + " content_md says",
          charter.id(),
          of,
          String.join(", ", charter.notInText()));
    }
    return charter;
  }

  private List<Row> rows(String workspace) throws SubstrateException {
    return substrate.read(
        workspace,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ACTIVE)) {
            query.setString(1, workspace);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                rows.add(row(row));
              }
            }
            return rows;
          }
        });
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getObject(1, UUID.class),
        row.getInt(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getObject(6, OffsetDateTime.class).toInstant());
  }

  private static Charter charter(Row row, String text, String json, String of)
      throws CharterException {
    if (!(StrictJson.parse(json) instanceof ParsedJson.Value value)) {
      throw shape(row, of, "content_jsonb");
    }
    JsonNode sections = value.node().path("sections");
    String identity = text(row, of, sections, "identity");
    List<String> can = texts(row, of, sections, "authority_can_do");
    List<String> cannot = texts(row, of, sections, "authority_cannot_do");
    String said = blanksAsOne(text);
    List<String> notInText =
        Stream.of(
                said.contains(blanksAsOne(identity)) ? "" : "identity",
                can.stream().map(CharterReads::blanksAsOne).allMatch(said::contains)
                    ? ""
                    : "authority_can_do",
                cannot.stream().map(CharterReads::blanksAsOne).allMatch(said::contains)
                    ? ""
                    : "authority_cannot_do")
            .filter(name -> !name.isEmpty())
            .toList();
    return new Charter(
        row.id(),
        row.schemaVersion(),
        text(row, of, value.node(), "charter_version"),
        identity,
        can,
        cannot,
        row.createdAt(),
        notInText);
  }

  private static String text(Row row, String of, JsonNode object, String name)
      throws CharterException {
    JsonNode node = object.path(name);
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw shape(row, of, name);
    }
    return node.textValue();
  }

  private static List<String> texts(Row row, String of, JsonNode object, String name)
      throws CharterException {
    JsonNode array = object.path(name);
    if (!array.isArray()) {
      throw shape(row, of, name);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw shape(row, of, name);
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  private static CharterException shape(Row row, String of, String name) {
    return new CharterException(
        Reason.SHAPE,
        "the charter "
            + row.id()
            + of
            + " lacks "
            + name
            + ", or it is not text: mend the charter");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String blanksAsOne(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
