package dev.kora.memory.sea.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchiveUnpackerTest {
  @TempDir Path folder;

  @Test
  void filesLinksAndModesComeOutAsTheyWentIn() throws Exception {
    unpack(file("bin/tool", 0755), file("lib/libx.so.1", 0644), link("lib/libx.so", "libx.so.1"));

    Path root = folder.resolve("root");
    assertTrue(Files.isExecutable(root.resolve("bin/tool")));
    assertFalse(Files.isExecutable(root.resolve("lib/libx.so.1")));
    assertEquals(Path.of("libx.so.1"), Files.readSymbolicLink(root.resolve("lib/libx.so")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/../../out"})
  void anEntryThatLeadsOutsideIsRefused(String name) {
    assertThrows(IOException.class, () -> unpack(file(name, 0644)));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aLinkThatLeadsOutsideIsRefused() {
    assertThrows(IOException.class, () -> unpack(link("x", "../out")));
    assertThrows(IOException.class, () -> unpack(link("x", "/etc")));
  }

  @Test
  void nothingIsWrittenThroughALink() {
    assertThrows(
        IOException.class,
        () -> unpack(file("real/a", 0644), link("x", "real"), file("x/b", 0644)));
    assertFalse(Files.exists(folder.resolve("root/real/b")));
  }

  private void unpack(TarArchiveEntry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
      for (TarArchiveEntry entry : entries) {
        entry.setSize(0);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    Path root = Files.createDirectories(folder.resolve("root"));
    new ArchiveUnpacker(root).unpack(new ByteArrayInputStream(bytes.toByteArray()));
  }

  private static TarArchiveEntry file(String name, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    return entry;
  }

  private static TarArchiveEntry link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return entry;
  }
}
