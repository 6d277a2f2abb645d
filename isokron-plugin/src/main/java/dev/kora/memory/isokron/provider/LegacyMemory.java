package dev.kora.memory.isokron.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The host's own memory files, for while the substrate is out of reach ({@code
 * enable_legacy_fallback}). They are only read, and the block says what they are.
 */
final class LegacyMemory {
  private static final Logger LOG = LogManager.getLogger(LegacyMemory.class);
  private static final int MAX_BYTES = 32 * 1024;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\n\t]]");

  private LegacyMemory() {}

  /** The block of a folder's two files. */
  static String block(Path folder) {
    return "(IsoKron's substrate is out of reach. These are the host's own memory files, read-only;"
        + " charter, policies and capabilities are unknown until it answers.)\n\n"
        + section(folder, "MEMORY.md")
        + "\n\n"
        + section(folder, "USER.md");
  }

  private static String section(Path folder, String name) {
    String text;
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      String read = new String(bytes, 0, Math.min(bytes.length, MAX_BYTES), StandardCharsets.UTF_8);
      text =
          CONTROLS.matcher(read.replaceAll("\\R", "\n")).replaceAll("�").strip()
              + (bytes.length > MAX_BYTES ? "\n…[cut at 32 KiB]" : "");
    } catch (NoSuchFileException e) {
      text = "";
    } catch (IOException e) {
      LOG.warn("[kora.isokron] {} of the host's memory cannot be read: {}", name, e.toString());
      text = "<cannot be read>";
    }
    return name + ":\n" + (text.isEmpty() ? "<empty>" : text);
  }
}
