package dev.kora.memory.example.config;

import dev.kora.memory.example.console.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the host's YAML file: all of it, or one exception with every problem found. */
public final class HostConfigReader {
  private static final Pattern VARIABLE = Pattern.compile("\\$(\\$)?\\{([^}]*)}");

  private final Path file;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  private HostConfigReader(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * Reads a file; relative paths in it are relative to its folder.
   *
   * @throws HostConfigException if it cannot be read, is not as it should be, or names a variable
   *     that the environment does not have
   */
  public static HostConfig read(Path file, Map<String, String> environment)
      throws HostConfigException {
    return new HostConfigReader(file, environment).read();
  }

  private HostConfig read() throws HostConfigException {
    Map<String, Object> root = section("", load(), Set.of("memory", "plugins"));
    Map<String, Object> memory =
        section("memory", root.get("memory"), Set.of("provider", "plugins_dir", "data_dir"));
    Map<String, Object> plugins = section("plugins", root.get("plugins"), Set.of("entries"));
    Map<String, Map<String, String>> entries = new LinkedHashMap<>();
    section("plugins.entries", plugins.get("entries"), null)
        .forEach(
            (name, settings) -> entries.put(name, settings("plugins.entries." + name, settings)));
    String provider = notBlank("memory.provider", memory.get("provider"));
    Path pluginsDir = path("memory.plugins_dir", memory.get("plugins_dir"));
    Path dataDir = path("memory.data_dir", memory.get("data_dir"));
    if (!memory.containsKey("data_dir")) {
      problem("memory.data_dir", "is missing; name a folder for the host's files");
    }
    if (dataDir == null || !problems.isEmpty()) {
      throw new HostConfigException(problems);
    }
    return new HostConfig(provider, pluginsDir, dataDir, entries);
  }

  private @Nullable Object load() throws HostConfigException {
    try {
      return new Load(LoadSettings.builder().setLabel(file.toString()).build())
          .loadFromString(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new HostConfigException("configuration " + file + " does not exist; check the path");
    } catch (IOException e) {
      throw new HostConfigException(
          "configuration " + file + " cannot be read: " + Printable.problem(e));
    } catch (MarkedYamlEngineException e) {
      // The exception's own text quotes the line, which may hold a secret.
      String where = e.getProblemMark().map(mark -> ", line " + (mark.getLine() + 1)).orElse("");
      throw new HostConfigException("configuration " + file + where + ": not valid YAML");
    } catch (YamlEngineException e) {
      throw new HostConfigException("configuration " + file + ": not valid YAML");
    }
  }

  private Map<String, Object> section(
      String key, @Nullable Object value, @Nullable Set<String> known) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (value == null) {
      return section;
    }
    if (!(value instanceof Map<?, ?> map)) {
      problem(key, "must be a section with keys of its own");
      return section;
    }
    map.forEach(
        (name, inner) -> {
          String path = key.isEmpty() ? String.valueOf(name) : key + "." + name;
          if (!(name instanceof String text)) {
            problem(path, "is not a text key");
          } else if (known != null && !known.contains(text)) {
            problem(path, "is not a known key; known are " + String.join(", ", sorted(known)));
          } else if (inner != null) {
            section.put(text, inner);
          }
        });
    return section;
  }

  private Map<String, String> settings(String key, Object value) {
    Map<String, String> settings = new LinkedHashMap<>();
    section(key, value, null)
        .forEach(
            (name, inner) -> {
              String text = text(key + "." + name, inner);
              if (text != null) {
                settings.put(name, text);
              }
            });
    return settings;
  }

  private @Nullable Path path(String key, @Nullable Object value) {
    String text = notBlank(key, value);
    try {
      return text == null ? null : file.toAbsolutePath().resolveSibling(text).normalize();
    } catch (InvalidPathException e) {
      problem(key, "is not a path on this system; where the locale is C, only ASCII is");
      return null;
    }
  }

  private @Nullable String notBlank(String key, @Nullable Object value) {
    String text = text(key, value);
    if (text != null && text.isBlank()) {
      problem(key, "must not be empty");
      return null;
    }
    return text;
  }

  private @Nullable String text(String key, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Map || value instanceof Iterable) {
      problem(key, "must be a single value");
      return null;
    }
    return expand(key, value.toString());
  }

  private @Nullable String expand(String key, String text) {
    StringBuilder expanded = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      boolean escaped = variable.group(1) != null;
      String name = variable.group(2);
      String value = escaped ? "${" + name + "}" : environment.get(name);
      if (value == null) {
        problem(key, "needs the environment variable " + name + ", which is not set; set it");
        return null;
      }
      variable.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(expanded).toString();
  }

  private void problem(String key, String what) {
    problems.add("configuration " + file + ": " + (key.isEmpty() ? "it" : key) + " " + what);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
