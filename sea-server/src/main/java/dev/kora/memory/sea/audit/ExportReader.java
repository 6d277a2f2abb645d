package dev.kora.memory.sea.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kora.memory.sea.ChainBreak;
import dev.kora.memory.sea.ChainBreak.Kind;
import dev.kora.memory.sea.SeaException;
import dev.kora.memory.sea.chain.ChainHead;
import dev.kora.memory.sea.chain.ChainRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads one chain from a file that {@link ExportWriter} wrote, or that somebody changed since. */
final class ExportReader implements ChainSource {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final Path file;
  private final JsonParser parser;
  private final long size;
  private final ExportLine header;
  private @Nullable ExportLine end;
  private long rows;
  private ChainHead last = new ChainHead(0, new byte[0]);

  private ExportReader(Path file, JsonParser parser, long size) {
    this.file = file;
    this.parser = parser;
    this.size = size;
    ExportLine first = line();
    if (first == null || !first.has(ExportFormat.FORMAT)) {
      throw new SeaException(file + " is no export of a chain: its first line is no header");
    }
    String format = first.text(ExportFormat.FORMAT);
    if (!format.equals(ExportFormat.V1)) {
      throw new SeaException(
          file + " is in the format \"" + format + "\"; this version reads " + ExportFormat.V1);
    }
    this.header = first;
  }

  /** Opens a file and reads its header. */
  static ExportReader open(Path file) {
    JsonParser parser;
    long size;
    try {
      size = Files.size(file);
      parser = JSON.createParser(Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    try {
      return new ExportReader(file, parser, size);
    } catch (SeaException e) {
      close(file, parser);
      throw e;
    }
  }

  @Override
  public String workspaceId() {
    return header.text(ExportFormat.WORKSPACE);
  }

  @Override
  public @Nullable ChainHead head() {
    return header.head(ExportFormat.HEAD);
  }

  @Override
  public @Nullable ChainRow next() {
    ExportLine line = line();
    if (line == null) {
      return null;
    }
    if (!line.has(ExportFormat.EVENTS)) {
      ChainRow row = line.row();
      rows++;
      last = new ChainHead(row.seq(), row.thisHash());
      return row;
    }
    end = line;
    if (goesOn()) {
      throw new SeaException(file + " goes on after its last line: give one export at a time");
    }
    return null;
  }

  @Override
  public @Nullable ChainBreak cut(long lastSeq) {
    if (end == null) {
      return new ChainBreak(
          lastSeq + 1, Kind.TRUNCATED, "the file was cut: the last line of an export is not there");
    }
    long events = end.number(ExportFormat.EVENTS);
    if (events != rows) {
      return new ChainBreak(
          lastSeq + 1,
          Kind.TRUNCATED,
          "the last line names " + events + " events, there are " + rows);
    }
    ChainHead named = end.head(ExportFormat.LAST);
    if (named == null ? rows == 0 : named.sameAs(last)) {
      return null;
    }
    return new ChainBreak(
        Math.max(1, lastSeq),
        Kind.HEAD_MISMATCH,
        "the file's last line names another event than the last one there");
  }

  /** Whether anything but white space follows. */
  private boolean goesOn() {
    try {
      return parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      return true;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The next line; null where the file ends, be it in the middle of one. */
  private @Nullable ExportLine line() {
    int number = parser.currentLocation().getLineNr();
    try {
      JsonNode node = parser.nextToken() == null ? null : JSON.readTree(parser);
      if (node == null) {
        return null;
      }
      if (node instanceof ObjectNode object) {
        return new ExportLine(file, parser.currentLocation().getLineNr(), object);
      }
      throw new SeaException(
          file
              + ", line "
              + parser.currentLocation().getLineNr()
              + ": this is no line of an export");
    } catch (JsonProcessingException e) {
      if (parser.currentLocation().getByteOffset() >= size) {
        return null;
      }
      long at = e.getLocation() == null ? number : e.getLocation().getLineNr();
      throw new SeaException(file + ", line " + at + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SeaException unreadable(Path file, IOException e) {
    return new SeaException(
        e instanceof NoSuchFileException
            ? "there is no file " + file
            : "cannot read " + file + " (" + e + ")",
        e);
  }

  @Override
  public void close() {
    close(file, parser);
  }

  private static void close(Path file, JsonParser parser) {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
