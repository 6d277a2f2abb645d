/**
 * The Sea server for embedding: {@link dev.kora.memory.sea.SeaServer} starts it, the records beside
 * it are what it answers. The packages below are its parts and no API.
 *
 * <pre>{@code
 * try (SeaServer sea = SeaServer.start(SeaOptions.builder().build())) {
 *   URI endpoint = sea.mcpEndpoint();
 *   String token = sea.credentials().token();
 * }
 * }</pre>
 */
@NullMarked
package dev.kora.memory.sea;

import org.jspecify.annotations.NullMarked;
