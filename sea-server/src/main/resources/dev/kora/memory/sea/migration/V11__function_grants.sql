-- Who calls which function; PUBLIC none.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sea, kronicle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sea.readable_workspace() TO sea_reader, sea_search;
GRANT EXECUTE ON FUNCTION sea.search_term(text, text), sea.search_terms(text, tsvector)
  TO sea_search;
GRANT EXECUTE ON FUNCTION kronicle.search_scratchpad(text, integer) TO sea_reader;
GRANT EXECUTE ON FUNCTION sea.resolve_token(bytea),
  sea.append_event(bytea, text, text, bytea, uuid, bigint),
  sea.write_agent_scratchpad(bytea, text, text, text, text, text, uuid, bigint),
  sea.supersede_agent_scratchpad(bytea, text, uuid, text, text, text, text, uuid, bigint),
  sea.create_relationlink(bytea, text, uuid, text, uuid, text, text, uuid[], uuid, uuid, bigint),
  sea.read_capability_row(bytea) TO sea_writer;

-- The search function runs as a role that may read the scratchpad and nothing else. To hand it over
-- the owner must be a member of that role, and only for as long: a member would share its policy.
GRANT sea_search TO CURRENT_USER;
GRANT CREATE ON SCHEMA kronicle TO sea_search;
ALTER FUNCTION kronicle.search_scratchpad(text, integer) OWNER TO sea_search;
REVOKE CREATE ON SCHEMA kronicle FROM sea_search;
REVOKE sea_search FROM CURRENT_USER;
