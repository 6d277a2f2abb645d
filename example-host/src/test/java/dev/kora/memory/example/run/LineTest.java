package dev.kora.memory.example.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\u2003"})
  void whiteSpaceIsNothing(String typed) {
    assertInstanceOf(Line.Blank.class, Line.of(typed));
  }

  @Test
  void aLineWithoutASlashIsSaidAsItIs() {
    assertEquals(new Line.Said("hello  there"), Line.of(" hello  there "));
    assertEquals(new Line.Said("it's \"so\" \\n!1 a/b"), Line.of("it's \"so\" \\n!1 a/b"));
  }

  @Test
  void twoSlashesBeginATextThatBeginsWithOne() {
    assertEquals(new Line.Said("/etc/hosts"), Line.of("//etc/hosts"));
    assertEquals(new Line.Said("/"), Line.of("//"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /tools                | /tools | ``
          `  /Tools  `          | /tools | ``
          /recall  two  words   | /recall | two  words
          /call a {"b":"c d"}   | /call  | a {"b":"c d"}
          /                     | /      | ``
          /etc/passwd           | /etc/passwd | ``
          """)
  void aSlashBeginsACommand(String typed, String name, String argument) {
    assertEquals(new Line.Asked(name, argument), Line.of(typed));
  }

  @Test
  void aToolAndItsArgumentsAreSplitAtTheFirstSpace() {
    assertEquals(new Line.Asked("/call", "t\t{\"a\": 1}"), Line.of("/call t\t{\"a\": 1}"));
    assertEquals("{\"a\": 1}", Line.halves("t\t{\"a\": 1}")[1]);
    assertEquals("", Line.halves("")[0]);
  }
}
