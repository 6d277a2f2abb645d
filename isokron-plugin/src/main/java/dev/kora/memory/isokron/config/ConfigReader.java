package dev.kora.memory.isokron.config;

import dev.kora.memory.isokron.config.IsokronConfig.McpProtocol;
import dev.kora.memory.isokron.config.IsokronConfig.SyncTurns;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks all settings and collects the problems, so that a user mends them in one go. */
final class ConfigReader {
  private static final Pattern ACTOR_KIND = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final int MAX_WORKSPACE_LENGTH = 200;

  private final SettingValues values;
  private final List<String> problems = new ArrayList<>();

  ConfigReader(SettingValues values) {
    this.values = values;
  }

  ConfigResult read() {
    refuseUnknownKeys();
    SubstrateAddress substrate = substrate();
    McpEndpoint endpoint = endpoint();
    Secret token = token(endpoint);
    McpProtocol protocol =
        switch (choice(Settings.PROTOCOL)) {
          case "legacy" -> McpProtocol.LEGACY;
          case "2026-07-28" -> McpProtocol.STATELESS;
          default -> McpProtocol.AUTO;
        };
    String workspace = workspace();
    Duration cacheTtl = Duration.ofSeconds(number(Settings.CACHE_TTL, 0, 3600));
    String actorKind = actorKind();
    SyncTurns syncTurns = SyncTurns.valueOf(choice(Settings.SYNC_TURNS).toUpperCase(Locale.ROOT));
    Duration recall = Duration.ofMillis(number(Settings.RECALL_DEADLINE, 0, 10_000));
    boolean fallback = choice(Settings.LEGACY_FALLBACK).equals("true");
    Path outboxDir = outboxDir();
    long outboxMemory = number(Settings.OUTBOX_MEMORY, 1, 1024) << 20;
    long outboxDisk = number(Settings.OUTBOX_DISK, 16, 65_536) << 20;
    Duration toolTimeout = Duration.ofSeconds(number(Settings.TOOL_TIMEOUT, 1, 600));
    Duration readTimeout = Duration.ofSeconds(number(Settings.READ_TIMEOUT, 1, 600));
    if (substrate == null || endpoint == null || !problems.isEmpty()) {
      return new ConfigResult.Invalid(problems);
    }
    return new ConfigResult.Valid(
        new IsokronConfig(
            substrate,
            endpoint,
            token,
            protocol,
            workspace,
            cacheTtl,
            actorKind,
            syncTurns,
            recall,
            fallback,
            outboxDir,
            outboxMemory,
            outboxDisk,
            toolTimeout,
            readTimeout));
  }

  private void refuseUnknownKeys() {
    List<String> known = Settings.ALL.stream().map(Setting::key).toList();
    for (String key : new TreeSet<>(values.keys())) {
      if (!known.contains(key)) {
        String hint = Spelling.closest(key, known).map(k -> "; did you mean " + k + "?").orElse("");
        problems.add(Spelling.printable(key) + ": unknown setting" + hint);
      }
    }
  }

  private @Nullable SubstrateAddress substrate() {
    String value = text(Settings.DSN);
    if (value == null) {
      return null;
    }
    try {
      return SubstrateUri.parse(value);
    } catch (SettingException e) {
      problem(Settings.DSN, e.getMessage());
      return null;
    }
  }

  private @Nullable McpEndpoint endpoint() {
    String value = text(Settings.ENDPOINT);
    if (value == null) {
      return null;
    }
    try {
      return McpEndpoint.parse(value);
    } catch (SettingException e) {
      problem(Settings.ENDPOINT, e.getMessage());
      return null;
    }
  }

  private @Nullable Secret token(@Nullable McpEndpoint endpoint) {
    boolean allowed = choice(Settings.ALLOW_UNENCRYPTED).equals("true");
    String value = text(Settings.TOKEN);
    if (value == null) {
      return null;
    }
    try {
      return TokenRule.check(value, endpoint, allowed, Settings.ALLOW_UNENCRYPTED.key() + ": true");
    } catch (SettingException e) {
      problem(Settings.TOKEN, e.getMessage());
      return null;
    }
  }

  private @Nullable String workspace() {
    String value = text(Settings.DEFAULT_WORKSPACE);
    if (value != null
        && (value.length() > MAX_WORKSPACE_LENGTH
            || value.chars().anyMatch(Character::isISOControl))) {
      problem(
          Settings.DEFAULT_WORKSPACE,
          "must be at most " + MAX_WORKSPACE_LENGTH + " characters without control characters");
    }
    return value;
  }

  private String actorKind() {
    String value = Optional.ofNullable(text(Settings.ACTOR_KIND)).orElse("kora");
    if (!ACTOR_KIND.matcher(value).matches()) {
      problem(Settings.ACTOR_KIND, "must be lower-case letters, digits and _");
    }
    return value;
  }

  private @Nullable Path outboxDir() {
    String value = text(Settings.OUTBOX_DIR);
    try {
      return value == null ? null : Path.of(value);
    } catch (InvalidPathException e) {
      problem(Settings.OUTBOX_DIR, "is not a path on this system");
      return null;
    }
  }

  private String choice(Setting setting) {
    String value = text(setting);
    if (value != null && setting.choices().contains(value)) {
      return value;
    }
    if (value != null) {
      problem(
          setting,
          "must be one of "
              + String.join(", ", setting.choices())
              + ", but is "
              + Spelling.printable(value));
    }
    return setting.choices().get(0);
  }

  private long number(Setting setting, long min, long max) {
    String value = text(setting);
    if (value == null) {
      return min;
    }
    if (value.matches("[0-9]{1,9}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    problem(
        setting,
        "must be a whole number from "
            + min
            + " to "
            + max
            + ", but is "
            + Spelling.printable(value));
    return min;
  }

  private @Nullable String text(Setting setting) {
    String value = values.value(setting).map(String::strip).filter(v -> !v.isEmpty()).orElse(null);
    if (value == null && setting.required()) {
      problem(
          setting,
          "is missing"
              + (setting.envVar() == null ? "" : "; set it, or the variable " + setting.envVar()));
    }
    return value;
  }

  private void problem(Setting setting, @Nullable String what) {
    problems.add(setting.key() + ": " + what);
  }
}
