package dev.kora.memory.isokron.substrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kora.memory.isokron.json.OneLine;
import dev.kora.memory.isokron.json.ParsedJson;
import dev.kora.memory.isokron.json.StrictJson;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads of the policy registry. */
public final class PolicyReads {
  /** How many policies a workspace normally has. */
  public static final int EXPECTED = 31;

  private static final Logger LOG = LogManager.getLogger(PolicyReads.class);
  private static final int MAX_LENGTH = 65_536;
  private static final String ALL =
      """
      SELECT p.policy_path, left(p.policy_value::text, 65537)
        FROM public.kora_policy_registry p
       WHERE p.workspace_id = ?
       ORDER BY p.policy_path
       LIMIT 1000
      """;

  private final Substrate substrate;
  private final Told told = new Told();

  public PolicyReads(Substrate substrate) {
    this.substrate = substrate;
  }

  /**
   * All policies of a workspace that have a value, at most 1,000; a WARNING if there are not as
   * many as normal.
   */
  public Policies all(String workspace) throws SubstrateException {
    SortedMap<String, JsonNode> values =
        substrate.read(
            workspace,
            connection -> {
              try (PreparedStatement query = connection.prepareStatement(ALL)) {
                query.setString(1, workspace);
                SortedMap<String, JsonNode> found = new TreeMap<>();
                try (ResultSet row = query.executeQuery()) {
                  while (row.next()) {
                    String json = row.getString(2);
                    if (json != null) {
                      found.put(row.getString(1), value(json));
                    }
                  }
                }
                return found;
              }
            });
    if (values.size() != EXPECTED && told.isNew(workspace + ' ' + values.size())) {
      LOG.warn(
          "[kora.isokron] row count drift in the policies of the workspace {}: expected {}, got {}",
          OneLine.of(workspace, 80),
          EXPECTED,
          values.size());
    }
    return new Policies(values);
  }

  private static JsonNode value(String json) {
    if (json.length() > MAX_LENGTH) {
      return TextNode.valueOf("<too long to be shown>");
    }
    if (!(StrictJson.parse(json) instanceof ParsedJson.Value value)) {
      return TextNode.valueOf("<not readable>");
    }
    // As it was written: the tree would make 5.00 a 5.
    return value.node().isNumber()
        ? DecimalNode.valueOf(new BigDecimal(json.strip()))
        : value.node();
  }
}
