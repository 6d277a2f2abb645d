package dev.kora.memory.sea.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  /** The example in the documentation of Go's note package, made by another implementation. */
  private static final String GO_KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String GO_TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;
  private static final String GO_NOTE =
      GO_TEXT
          + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  @TempDir Path folder;
  private SigningKey key;
  private String note;

  @BeforeEach
  void aSignedCheckpoint() {
    key = SigningKey.create("sea.example.org/chain", folder.resolve("key.pem"));
    Checkpoint checkpoint =
        new Checkpoint("sea.example.org/chain", "org_ä", new ChainHead(7, new byte[32]));
    note = SignedNote.sign(checkpoint.text(), key);
  }

  @Test
  void aNoteOfAnotherImplementationIsOpened() {
    VerifierKey go = VerifierKey.parse(GO_KEY);

    assertEquals(GO_TEXT, SignedNote.open(GO_NOTE.getBytes(UTF_8), go));
    assertEquals(GO_KEY, go.toString());
  }

  @Test
  void theTextIsExactlyFourLines() {
    String text = SignedNote.open(note.getBytes(UTF_8), key.verifier());

    assertEquals("sea.example.org/chain\norg_ä\n7\n" + "0".repeat(64) + "\n", text);
    assertEquals(7, Checkpoint.parse(text).head().seq());
  }

  @Test
  void aChangeOfAnyByteIsRefused() {
    byte[] bytes = note.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThrows(SeaException.class, () -> SignedNote.open(changed, key.verifier()), "byte " + i);
    }
  }

  @Test
  void theSpareBitsOfABase64EndAreNotFree() {
    // 68 bytes end in a character of which two bits are spare, and then a "=".
    char last = note.charAt(note.length() - 3);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char other = alphabet.charAt(alphabet.indexOf(last) + 1);
    String changed = note.substring(0, note.length() - 3) + other + "=\n";
    assertThrows(
        SeaException.class, () -> SignedNote.open(changed.getBytes(UTF_8), key.verifier()));
  }

  @Test
  void aSignatureOfAnotherKeySaysNothing() {
    SigningKey other = SigningKey.create("sea.example.org/chain", folder.resolve("other.pem"));
    SeaException e =
        assertThrows(
            SeaException.class, () -> SignedNote.open(note.getBytes(UTF_8), other.verifier()));
    assertTrue(String.valueOf(e.getMessage()).contains("not signed by"), e::toString);

    String both = note + SignedNote.sign("x\n", other).lines().skip(2).findFirst().orElseThrow();
    assertEquals(4, SignedNote.open((both + "\n").getBytes(UTF_8), key.verifier()).lines().count());
  }

  @Test
  void aKeyFileIsItsOwnersOnlyAndNeverWrittenOver() throws Exception {
    Path file = folder.resolve("key.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(key.verifier().toString(), SigningKey.read(file).verifier().toString());
    String secret = Files.readAllLines(file).get(2);
    assertFalse(key.toString().contains(secret));
    assertThrows(SeaException.class, () -> SigningKey.create("a", file));
  }

  @Test
  void aKeyFileOfTwoHalvesIsRefused() throws Exception {
    SigningKey.create("sea.example.org/chain", folder.resolve("other.pem"));
    String mixed =
        Files.readAllLines(folder.resolve("key.pem")).get(0)
            + "\n"
            + Files.readString(folder.resolve("other.pem"))
                .lines()
                .skip(1)
                .reduce("", (a, b) -> a + b + "\n");
    Path file = Files.writeString(folder.resolve("mixed.pem"), mixed);

    assertThrows(SeaException.class, () -> SigningKey.read(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a+b", "line\nend", "nbsp\u00a0"})
  void aNameThatANoteCannotCarryIsRefused(String name) {
    assertThrows(SeaException.class, () -> SigningKey.create(name, folder.resolve("new.pem")));
    assertFalse(Files.exists(folder.resolve("new.pem")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "PeterNeumann+c74f20a3+AhpcQUPD",
        "PeterNeumann+c74f20a3+=="
      })
  void whatIsNoVerifierKeyIsRefused(String line) {
    assertThrows(SeaException.class, () -> VerifierKey.parse(line));
  }
}
