package dev.kora.memory.isokron.doctor;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a host's YAML file by the rules of the hosts' documentation, as far as it concerns this
 * plugin: what else a host keeps in there is its own affair.
 */
final class HostFileReader {
  private static final String ENTRY = "plugins.entries.isokron";
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\$)?\\{([^}]*)}");

  private final Path file;
  private final Map<String, String> environment;
  private final Map<String, String> problems = new LinkedHashMap<>();

  HostFileReader(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads the file; what is wrong with single values is told by {@link #problems}.
   *
   * @throws IOException if there is nothing to go on with; its message says why
   */
  HostFile read() throws IOException {
    Map<?, ?> root = section("", load());
    Map<?, ?> memory = section("memory", root.get("memory"));
    Map<?, ?> plugins = section("plugins", root.get("plugins"));
    Map<?, ?> entries = section("plugins.entries", plugins.get("entries"));
    Map<?, ?> entry = section(ENTRY, entries.get("isokron"));
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems.values()));
    }
    if (entry.isEmpty()) {
      throw new IOException(file + " has no settings under " + ENTRY);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    entry.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          String text = text(name, value);
          if (text != null) {
            settings.put(name, text);
          }
        });
    return new HostFile(
        settings,
        text("memory.provider", memory.get("provider")),
        path("memory.data_dir", memory.get("data_dir")),
        environment);
  }

  /** What is wrong with the values, by key; no secrets. */
  Map<String, String> problems() {
    return problems;
  }

  private @Nullable Object load() throws IOException {
    try {
      return new Load(LoadSettings.builder().setLabel(file.toString()).build())
          .loadFromString(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException("no permission to read " + file, e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    } catch (MarkedYamlEngineException e) {
      // The exception's own text quotes the line, which may hold a secret.
      String where = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      throw new IOException(file + where + ": not valid YAML", e);
    } catch (YamlEngineException | StackOverflowError e) {
      throw new IOException(file + ": not valid YAML", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<?, ?> section(String key, @Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (value instanceof Map<?, ?> section) {
      return section;
    }
    problems.put(key, (key.isEmpty() ? file.toString() : key) + " must be a section with keys");
    return Map.of();
  }

  private @Nullable Path path(String key, @Nullable Object value) {
    String text = text(key, value);
    try {
      return text == null || text.isBlank()
          ? null
          : file.toAbsolutePath().resolveSibling(text).normalize();
    } catch (InvalidPathException e) {
      problems.put(key, "is not a path on this system");
      return null;
    }
  }

  private @Nullable String text(String key, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Map || value instanceof Iterable) {
      problems.put(key, "must be a single value");
      return null;
    }
    StringBuilder expanded = new StringBuilder();
    Matcher variable = VARIABLE.matcher(value.toString());
    while (variable.find()) {
      String name = variable.group(2);
      String found = variable.group(1) == null ? environment.get(name) : "${" + name + "}";
      if (found == null) {
        problems.put(key, "needs the variable " + name + ", which is not set here");
        return null;
      }
      variable.appendReplacement(expanded, Matcher.quoteReplacement(found));
    }
    return variable.appendTail(expanded).toString();
  }
}
