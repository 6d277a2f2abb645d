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
import java.util.Base64;
import java.util.Map;
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
  void whatIsNoNoteIsRefusedThoughItsSignatureHolds() {
    String signature = note.substring(note.indexOf("\n\n") + 2);
    String text = note.substring(0, note.indexOf("\n\n") + 1);
    Map<String, String> notes =
        Map.of(
            "no newline at the end", note.substring(0, note.length() - 1),
            "no empty line", "x" + SignedNote.sign("", key).substring(1),
            "no signature", text + "\n",
            "control character", SignedNote.sign("a\u0007b\n", key),
            "malformed signature line", note + "x\n",
            "too many signatures", note + signature.repeat(100));

    notes.forEach(
        (why, bytes) ->
            assertThrows(
                SeaException.class,
                () -> SignedNote.open(bytes.getBytes(UTF_8), key.verifier()),
                why));
    assertEquals(
        text,
        SignedNote.open((note + signature.repeat(99)).getBytes(UTF_8), key.verifier()),
        "as many as are allowed");
  }

  @Test
  void aSignatureOfNoBytesSaysNothing() {
    String id = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    String with = note + "\u2014 sea.example.org/chain " + id + "\n";

    assertEquals(4, SignedNote.open(with.getBytes(UTF_8), key.verifier()).lines().count());
  }

  @Test
  void aNoteThatIsNotUtf8IsRefused() {
    // Read leniently both become U+FFFD, for which the signature would hold.
    byte[] replaced = SignedNote.sign("\ufffd\n", key).getBytes(UTF_8);
    byte[] invalid = new byte[replaced.length - 2];
    invalid[0] = (byte) 0xff;
    System.arraycopy(replaced, 3, invalid, 1, invalid.length - 1);

    assertThrows(SeaException.class, () -> SignedNote.open(invalid, key.verifier()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o\nw\n7\n",
        "o\nw\n7\n$hash\nmore\n",
        "o\nw\n0\n$hash\n",
        "o\nw\n07\n$hash\n",
        "o\nw\n-7\n$hash\n",
        "o\nw\n9999999999999999999\n$hash\n",
        "o\nw\n7\n$hash0\n",
        "o\nw\n7\nABCDEF\n"
      })
  void aSignedTextThatIsNoCheckpointIsRefused(String text) {
    String filled = text.replace("$hash", "0".repeat(64));
    assertThrows(SeaException.class, () -> Checkpoint.parse(filled));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "bell\u0007"})
  void aWorkspaceThatANoteCannotCarryIsNotSigned(String workspace) {
    Checkpoint checkpoint = new Checkpoint("o", workspace, new ChainHead(7, new byte[32]));
    assertThrows(SeaException.class, checkpoint::text);
  }

  @Test
  void aCheckpointIsOfItsSignersOriginAndOfABoundedSize() throws Exception {
    Path file = folder.resolve("note");
    Files.writeString(file, note);
    assertEquals(7, CheckpointFile.read(file, key.verifier()).head().seq());

    Checkpoint other = new Checkpoint("elsewhere", "w", new ChainHead(7, new byte[32]));
    Files.writeString(file, SignedNote.sign(other.text(), key));
    assertThrows(SeaException.class, () -> CheckpointFile.read(file, key.verifier()));

    Files.writeString(file, "x".repeat(1024 * 1024 + 1));
    SeaException e =
        assertThrows(SeaException.class, () -> CheckpointFile.read(file, key.verifier()));
    assertTrue(String.valueOf(e.getMessage()).contains("too large"), e::toString);
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
        // Not Ed25519 by its first byte, and a key of 31 bytes whose id is right.
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "a+0dcf6555+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4=",
        "PeterNeumann+c74f20a3+=="
      })
  void whatIsNoVerifierKeyIsRefused(String line) {
    assertThrows(SeaException.class, () -> VerifierKey.parse(line));
  }
}
