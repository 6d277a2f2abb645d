package dev.kora.memory.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.Blake3;

/**
 * Nodes and links of a workspace, written past Sea: as many as nobody would wait for. They are as
 * Sea writes them, but for their events, by whose hashes no chain can be verified.
 */
final class Seeds {
  /** Each is the kind of as many nodes as the others. */
  private static final List<String> NODE_KINDS =
      List.of("Decision", "Gotcha", "Pattern", "Convention", "Concept", "Component");

  /** The hub's links are of the first type, those of another node of one of the others each. */
  static final List<String> LINK_TYPES =
      List.of(
          "part_of",
          "relates_to",
          "blocks",
          "depends_on",
          "references",
          "implements",
          "derived_from",
          "applies_to",
          "caused_by");

  /** The node with 1,000 links from it and 1,000 to it. */
  static final int HUB = 0;

  private static final int VOCABULARY = 20_000;
  private static final int BATCH = 5_000;
  private static final int LINKS_OF_HUB = 2_000;
  private static final int LINKS_OF_NODE = 5;

  private Seeds() {}

  /**
   * Nodes 1, 2, 3 and so on, the newest first, each of some 33 words whose frequencies fall as
   * those of a language do (Zipf), and with a title of its own: u1, u2, u3. Every tenth is another
   * agent's and shared; every hundredth is superseded, and has an event that says so.
   */
  static void nodes(Connection owner, int count) throws SQLException {
    SplittableRandom random = new SplittableRandom(1);
    try (PreparedStatement insert = owner.prepareStatement(SeedSql.NODES)) {
      for (int first = 1; first <= count; first += BATCH) {
        int size = Math.min(BATCH, count - first + 1);
        Integer[] numbers = new Integer[size];
        String[] contents = new String[size];
        String[] hashes = new String[size];
        for (int i = 0; i < size; i++) {
          numbers[i] = first + i;
          contents[i] = content(first + i, random);
          // The plugin checks it, and tells of each that does not fit.
          hashes[i] =
              Hex.encodeHexString(Blake3.hash(contents[i].getBytes(StandardCharsets.UTF_8)));
        }
        insert.setArray(1, owner.createArrayOf("int4", numbers));
        insert.setArray(2, owner.createArrayOf("text", contents));
        insert.setArray(3, owner.createArrayOf("text", hashes));
        insert.execute();
      }
    }
    try (PreparedStatement insert = owner.prepareStatement(SeedSql.SUPERSESSIONS)) {
      insert.setInt(1, count / 100);
      insert.execute();
    }
    execute(owner, SeedSql.VACUUM);
  }

  private static String content(int number, SplittableRandom random) {
    StringBuilder content =
        new StringBuilder("iso_node v0.1\nnode_kind: ")
            .append(NODE_KINDS.get(number % NODE_KINDS.size()))
            .append("\ntitle: u")
            .append(number)
            .append("\n---\n");
    for (int i = 0; i < 30 + number % 7; i++) {
      content.append(word(random)).append(' ');
    }
    return content.append(word(random)).toString();
  }

  /** One of the words, as often as the nodes have it: w1 is the most frequent one. */
  static String word(SplittableRandom random) {
    return "w" + (int) Math.pow(VOCABULARY, random.nextDouble());
  }

  /**
   * Links of the hub to and from nodes of its own, and five from each of the nodes 1, 2, 3 and so
   * on to any others.
   *
   * @return how many nodes there are beside the hub
   */
  static int links(Connection owner, int count) throws SQLException {
    int nodes = (count - LINKS_OF_HUB) / LINKS_OF_NODE;
    execute(owner, "SELECT setseed(0.5)");
    try (PreparedStatement insert = owner.prepareStatement(SeedSql.LINKS)) {
      insert.setInt(1, nodes);
      insert.setInt(2, LINKS_OF_NODE);
      insert.setArray(3, owner.createArrayOf("text", LINK_TYPES.toArray()));
      insert.execute();
    }
    execute(owner, SeedSql.VACUUM);
    return nodes;
  }

  /** The id of a node, as the statements make it. */
  static UUID node(int number) throws NoSuchAlgorithmException {
    byte[] name = ("node " + number).getBytes(StandardCharsets.UTF_8);
    ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(name));
    return new UUID(hash.getLong(), hash.getLong());
  }

  private static void execute(Connection owner, String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }
}
