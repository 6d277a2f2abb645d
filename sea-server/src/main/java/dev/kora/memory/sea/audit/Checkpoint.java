package dev.kora.memory.sea.audit;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a chain ended once: kept outside the database, it shows that the chain was cut or written
 * anew. As the text of a {@link SignedNote} it is exactly four lines, each ended by a newline:
 *
 * <pre>
 * origin       the name of the key that signs it, such as sea.example.org/chain
 * workspace    the workspace's id
 * seq          the last event's number, decimal, from 1
 * hash         the last event's this_event_hash, 64 lower-case hex digits
 * </pre>
 *
 * @param origin who vouches for it
 * @param workspace whose chain
 * @param head the last event
 */
public record Checkpoint(String origin, String workspace, ChainHead head) {
  private static final Pattern SEQ = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** The hash in hex. */
  public String hash() {
    return HexFormat.of().formatHex(head.hash());
  }

  String text() {
    if (workspace.isEmpty() || workspace.chars().anyMatch(c -> c < ' ')) {
      throw new SeaException(
          "the workspace's id holds a control character, which a signed note cannot");
    }
    return origin + "\n" + workspace + "\n" + head.seq() + "\n" + hash() + "\n";
  }

  static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 4
        || !SEQ.matcher(lines.get(2)).matches()
        || !HASH.matcher(lines.get(3)).matches()) {
      throw new SeaException(
          "the note is no checkpoint of a chain: its lines must be origin, workspace, seq, hash");
    }
    return new Checkpoint(
        lines.get(0),
        lines.get(1),
        new ChainHead(Long.parseLong(lines.get(2)), HexFormat.of().parseHex(lines.get(3))));
  }
}
