package dev.kora.memory.isokron.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What the doctor said. */
record Examined(List<Check> checks, List<String> slow) {
  Check check(String name) {
    List<Check> named = checks.stream().filter(check -> check.name().equals(name)).toList();
    assertEquals(1, named.size(), () -> name + " in " + checks);
    return named.get(0);
  }

  List<String> in(Check.State state) {
    return checks.stream().filter(check -> check.state() == state).map(Check::name).toList();
  }

  /** The names of the checks that were not made because of this one. */
  List<String> notMadeFor(String name) {
    return checks.stream()
        .filter(check -> check.detail().equals("not checked: " + name + " failed"))
        .map(Check::name)
        .toList();
  }

  /** These failed and no others, this one with such words and advice. */
  void assertFailed(String name, String words) {
    assertEquals(List.of(name), in(Check.State.FAIL), checks::toString);
    assertTrue(check(name).detail().contains(words), checks::toString);
    assertTrue(!check(name).advice().isEmpty(), checks::toString);
  }

  /** This is the only one that is not as it should be. */
  void assertWarned(String name, String words) {
    assertEquals(List.of(), in(Check.State.FAIL), checks::toString);
    assertEquals(List.of(name), in(Check.State.WARN), checks::toString);
    assertTrue(check(name).detail().contains(words), checks::toString);
    assertTrue(!check(name).advice().isEmpty(), checks::toString);
  }
}
