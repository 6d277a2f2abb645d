package dev.kora.memory.isokron.substrate;

import java.util.List;

/**
 * What a search found.
 *
 * @param rows best or newest first
 * @param bounded whether older entries may not have been looked at
 */
public record Hits(List<ScratchpadRow> rows, boolean bounded) {
  public Hits {
    rows = List.copyOf(rows);
  }
}
