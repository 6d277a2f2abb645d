package dev.kora.memory.isokron.config;

import java.util.List;

/** All settings of the provider, in the order in which they are documented. */
public final class Settings {
  static final Setting DSN =
      Setting.secret(
          "isokron_dsn",
          true,
          "KORA_ISOKRON_DSN",
          "postgres:// or postgresql:// address of the substrate, used for reads");
  static final Setting ENDPOINT =
      new Setting(
          "mcp_endpoint",
          "http(s):// address of the Sea server, or stdio:// and the command that starts it; used for"
              + " writes",
          true,
          false,
          null,
          List.of(),
          null);
  static final Setting TOKEN =
      Setting.secret(
          "mcp_service_token", false, "KORA_SERVICE_TOKEN", "bearer token for the Sea server");
  static final Setting ALLOW_UNENCRYPTED =
      Setting.choice(
          "mcp_allow_unencrypted_token",
          "false",
          List.of("false", "true"),
          "send the token over plain http:// to another machine too");
  static final Setting PROTOCOL =
      Setting.choice(
          "mcp_protocol",
          "auto",
          List.of("auto", "legacy", "2026-07-28"),
          "MCP protocol: auto, legacy (2024-11-05 to 2025-11-25) or 2026-07-28");
  static final Setting DEFAULT_WORKSPACE =
      Setting.optional(
          "default_workspace_id", null, "workspace when the session names none (scheduled jobs)");
  static final Setting CACHE_TTL =
      Setting.optional("cache_ttl_seconds", "60", "how long reads are cached, 0 to 3600");
  static final Setting ACTOR_KIND =
      Setting.optional("actor_kind", "kora", "actor kind whose entries are the agent's own");
  static final Setting SYNC_TURNS =
      Setting.choice(
          "sync_turns",
          "all",
          List.of("all", "actions"),
          "all: keep every utterance; actions: only turns that name a capability");
  static final Setting RECALL_DEADLINE =
      Setting.optional(
          "recall_deadline_ms", "150", "how long prefetch may wait for a recall, 0 to 10000");
  static final Setting LEGACY_FALLBACK =
      Setting.choice(
          "enable_legacy_fallback",
          "false",
          List.of("true", "false"),
          "serve the host's MEMORY.md and USER.md while the substrate is unreachable");
  static final Setting OUTBOX_DIR =
      Setting.optional(
          "outbox_dir",
          null,
          "folder of undelivered writes; default: isokron/outbox in the host's data folder");
  static final Setting OUTBOX_MEMORY =
      Setting.optional(
          "outbox_memory_mib", "16", "most memory for undelivered writes in MiB, 1 to 1024");
  static final Setting OUTBOX_DISK =
      Setting.optional(
          "outbox_disk_mib", "256", "most undelivered writes on disk in MiB, 16 to 65536");
  static final Setting TOOL_TIMEOUT =
      Setting.optional("tool_timeout_seconds", "10", "time limit of one Sea call, 1 to 600");
  static final Setting READ_TIMEOUT =
      Setting.optional("read_timeout_seconds", "15", "time limit of one read, 1 to 600");

  /** Every setting there is. A key that is not among them is an error. */
  public static final List<Setting> ALL =
      List.of(
          DSN,
          ENDPOINT,
          TOKEN,
          ALLOW_UNENCRYPTED,
          PROTOCOL,
          DEFAULT_WORKSPACE,
          CACHE_TTL,
          ACTOR_KIND,
          SYNC_TURNS,
          RECALL_DEADLINE,
          LEGACY_FALLBACK,
          OUTBOX_DIR,
          OUTBOX_MEMORY,
          OUTBOX_DISK,
          TOOL_TIMEOUT,
          READ_TIMEOUT);

  private Settings() {}
}
