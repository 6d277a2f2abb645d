package dev.kora.memory.isokron.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where the {@code $ref}s of one schema point. Only into itself: nothing is ever fetched. */
final class LocalRefs {
  private final JsonNode root;

  LocalRefs(JsonNode root) {
    this.root = root;
  }

  /** The schema that a {@code $ref} names, or a missing node when it is not a place in here. */
  JsonNode target(JsonNode schema) {
    String ref = schema.path("$ref").textValue();
    if (ref == null || !(ref.equals("#") || ref.startsWith("#/"))) {
      return MissingNode.getInstance();
    }
    try {
      // A plus is a plus in a URI's fragment.
      String pointer = ref.substring(1).replace("+", "%2B");
      return root.at(JsonPointer.compile(URLDecoder.decode(pointer, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return MissingNode.getInstance(); // not a pointer
    }
  }
}
