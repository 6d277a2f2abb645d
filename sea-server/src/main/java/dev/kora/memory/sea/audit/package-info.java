/**
 * What an auditor asks of a chain: verify it (in the database or in an exported file), export it,
 * sign where it ends. Uses {@code chain} and {@code store}; called by the commands and {@code
 * SeaServer}.
 */
@NullMarked
package dev.kora.memory.sea.audit;

import org.jspecify.annotations.NullMarked;
