package dev.kora.memory.isokron.outbox.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PlacesPropertyTest {
  @Property
  void itIsAMap(@ForAll @Size(max = 2000) List<@IntRange(min = -300, max = 600) Integer> steps) {
    Places places = new Places(1);
    Map<Long, Long> model = new HashMap<>();
    for (int step : steps) {
      long seq = 1L + Math.abs(step) % 300;
      if (step < 0) {
        Long before = model.remove(seq);
        assertEquals(before == null ? Places.NONE : before, places.remove(seq));
      } else {
        Long before = model.put(seq, (long) step);
        assertEquals(before == null ? Places.NONE : before, places.put(seq, step));
      }
      assertEquals(model.size(), places.size());
    }
    for (long seq = 1; seq <= 300; seq++) {
      assertEquals(model.getOrDefault(seq, Places.NONE), places.get(seq));
    }
  }
}
