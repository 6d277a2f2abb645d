package dev.kora.memory.sea.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.SeaCredentials;
import dev.kora.memory.sea.SeaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that tells clients on this machine how to connect. Only its owner can read it. */
public final class CredentialsFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CredentialsFile() {}

  /** Reads it; empty if there is none. */
  public static Optional<SeaCredentials> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(file.toFile());
      return Optional.of(
          new SeaCredentials(
              text(node, "reader_dsn"), text(node, "admin_dsn"), text(node, "token")));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The workspace that the credentials are for; empty if there is no file. */
  public static Optional<String> workspace(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(text(JSON.readTree(file.toFile()), "workspace"));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Writes it whole or not at all. */
  public static void write(Path file, SeaCredentials credentials, String workspaceId) {
    ObjectNode node = JSON.createObjectNode();
    node.put("workspace", workspaceId);
    node.put("reader_dsn", credentials.readerDsn());
    node.put("admin_dsn", credentials.adminDsn());
    node.put("token", credentials.token());
    Path fresh = file.resolveSibling(".credentials-new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(fresh, node + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        // Where the disk is full, half of it.
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new SeaException("cannot write the credentials to " + file + " (" + e + ")", e);
    }
  }

  private static SeaException unreadable(Path file, IOException e) {
    return new SeaException(
        "cannot read the credentials in " + file + ": restore the file from a backup", e);
  }

  private static String text(JsonNode node, String field) throws IOException {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new IOException("no " + field);
    }
    return value.textValue();
  }
}
