package dev.kora.memory.isokron.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The quoting of POSIX shells, without a shell. */
class CommandLinePropertyTest {
  private static final String OTHERS = "abc/.-=é😀*?~#|&;<>(){}[]!%\r";

  /** Texts in which all that means something to a parser is frequent; without NUL. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars(" \t\n'\"\\$`" + OTHERS).ofMaxLength(12),
        Arbitraries.strings().ofMaxLength(12).map(s -> s.replace("\0", "")));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return texts().list().ofMinSize(1).ofMaxSize(5).filter(words -> !words.get(0).isEmpty());
  }

  private enum Quoting {
    SINGLE,
    DOUBLE,
    BACKSLASH
  }

  private static String quote(String word, Quoting quoting) {
    return switch (quoting) {
      case SINGLE -> "'" + word.replace("'", "'\\''") + "'";
      case DOUBLE -> "\"" + word.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"";
      // A backslash cannot quote a newline, and an empty word needs quotes.
      case BACKSLASH ->
          word.isEmpty() || word.contains("\n")
              ? quote(word, Quoting.SINGLE)
              : word.replaceAll("(?s).", "\\\\$0");
    };
  }

  @Property(tries = 2000)
  void quotedWordsComeBackAsTheyWere(
      @ForAll("words") List<String> words,
      @ForAll @Size(5) List<Quoting> quotings,
      @ForAll("blanks") String blanks)
      throws SettingException {
    List<String> quoted = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      quoted.add(quote(words.get(i), quotings.get(i)));
    }
    assertEquals(words, CommandLine.parse(blanks + String.join(blanks, quoted) + blanks));
  }

  @Provide
  Arbitrary<String> blanks() {
    return Arbitraries.strings().withChars(" \t\n").ofMinLength(1).ofMaxLength(3);
  }

  @Property(tries = 2000)
  void anyTextIsWordsOrASettingExceptionThatRepeatsNoneOfIt(@ForAll("texts") String text) {
    String marked = text + "s3cret";
    try {
      assertFalse(CommandLine.parse(marked).get(0).isEmpty());
    } catch (SettingException e) {
      assertFalse(String.valueOf(e.getMessage()).contains("s3cret"), e::getMessage);
    }
  }

  @Example
  void quotesAndBackslashesMeanWhatTheyMeanToAShell() throws SettingException {
    Map<String, List<String>> lines =
        Map.of(
            "a  b\tc\nd", List.of("a", "b", "c", "d"),
            "a'b c'\"d e\"f", List.of("ab cd ef"),
            "a '' \"\"", List.of("a", "", ""),
            "'a\\b$c'", List.of("a\\b$c"),
            "\"\\a\\\\\\\"\\$\\`\\\nb\"", List.of("\\a\\\"$`b"),
            "a\\ b\\\nc \\'", List.of("a bc", "'"),
            "echo $HOME * ~ #x | y > z",
                List.of("echo", "$HOME", "*", "~", "#x", "|", "y", ">", "z"));
    for (Map.Entry<String, List<String>> line : lines.entrySet()) {
      assertEquals(line.getValue(), CommandLine.parse(line.getKey()));
    }
  }

  @Example
  void whatCannotBeReadIsSaidWithItsPlaceAndWhatToDo() {
    Map<String, String> messages =
        Map.of(
            "ab 'c", "has an unclosed single quote at character 4 of the command; close it",
            "ab \"c\\\"", "has an unclosed double quote at character 4 of the command; close it",
            "ab\\",
                "ends in a backslash at character 3 of the command; remove it or write it twice",
            "ab\0", "has a NUL at character 3 of the command; remove it",
            " ", "names no program; write stdio://PROGRAM ARGUMENTS",
            "'' b", "names no program; write stdio://PROGRAM ARGUMENTS");
    messages.forEach(
        (line, message) ->
            assertEquals(
                message,
                assertThrows(SettingException.class, () -> CommandLine.parse(line)).getMessage()));
  }
}
