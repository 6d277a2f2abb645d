package dev.kora.memory.isokron.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.doctor.Check;
import dev.kora.memory.isokron.doctor.Check.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTableTest {
  private final List<String> lines = new ArrayList<>();

  private List<String> print(boolean colour, Check... checks) {
    CheckTable table = new CheckTable(lines::add, colour);
    List.of(checks).forEach(table::add);
    table.end(List.of(checks));
    return lines;
  }

  @Test
  void findingsStandInGroupsAndThoseOfOneReasonInOneLine() {
    print(
        false,
        new Check("config.file", State.OK, "host.yml", ""),
        new Check("sea.token", State.FAIL, "HTTP 401 " + "long ".repeat(20) + "end", "do this"),
        new Check("sea.protocol", State.WARN, "not checked: sea.token failed", ""),
        new Check("sea.chain_events", State.WARN, "not checked: sea.token failed", ""),
        new Check("workspace", State.WARN, "none", "name one"));
    String text = String.join("\n", lines);
    assertEquals(
        """
        Configuration
          ok    file            host.yml

        Sea (writes)
          fail  token           HTTP 401 long long long long long long long long long long long long long
                                long long long long long long long end
                                → do this
          warn  2 checks        not checked: sea.token failed (protocol, chain events)

        Workspace
          warn                  none
                                → name one

        1 failed, 1 warning, 2 not checked, 1 fine.""",
        text);
  }

  @Test
  void colourIsForTerminalsOnly() {
    assertTrue(print(true, new Check("a.b", State.OK, "x", "")).get(1).contains("\u001b[32mok"));
    assertEquals("All 1 checks are fine.", lines.get(3));
  }
}
