package dev.kora.memory.sea.audit;

/**
 * The names in an export. JSON Lines: a header, a line for each event by {@code seq}, and a last
 * line, by whose absence a cut file is known. Bytes are base64.
 *
 * <pre>{@code
 * {"format":"kora.chain.export.v1","workspace":"org_local","head":{"seq":2,"hash":"…"}}
 * {"seq":1,"event_id":"…", … ,"hash_version":1}
 * {"seq":2,"event_id":"…", … ,"hash_version":1}
 * {"events":2,"last":{"seq":2,"hash":"…"}}
 * }</pre>
 *
 * {@code head} is what the head row says, {@code null} if there is none; {@code last} is the last
 * event in the file, {@code null} if there is none. Beside every hashed field an event carries what
 * the chain does not hash and the verifier compares: {@code occurred_at_us} and {@code payload},
 * the text of the {@code jsonb} copy.
 */
final class ExportFormat {
  static final String FORMAT = "format";
  static final String V1 = "kora.chain.export.v1";
  static final String WORKSPACE = "workspace";
  static final String HEAD = "head";
  static final String HASH = "hash";
  static final String EVENTS = "events";
  static final String LAST = "last";

  static final String SEQ = "seq";
  static final String EVENT_ID = "event_id";
  static final String EVENT_KEY = "event_key";
  static final String ACTOR_ID = "actor_id";
  static final String ACTOR_KIND = "actor_kind";
  static final String EVENT_TYPE = "event_type";
  static final String OCCURRED_US = "occurred_us";
  static final String OCCURRED_AT_US = "occurred_at_us";
  static final String EMITTED_US = "emitted_us";
  static final String PAYLOAD = "payload";
  static final String PAYLOAD_C14N = "payload_c14n";
  static final String PAYLOAD_SHA256 = "payload_sha256";
  static final String PREV_EVENT_HASH = "prev_event_hash";
  static final String THIS_EVENT_HASH = "this_event_hash";
  static final String HASH_VERSION = "hash_version";

  private ExportFormat() {}
}
