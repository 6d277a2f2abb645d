/**
 * Log4j's and SLF4J's APIs over {@link java.lang.System.Logger}, for the drop-in jar: its copies of
 * the two have names of their own, so that no logging library of a host would ever find them. What
 * they log goes where the host sends the JDK's own log.
 *
 * <p>Uses no other package. Nothing calls it: the drop-in has service files that name the two
 * providers, and the thin jar has none.
 */
@NullMarked
package dev.kora.memory.isokron.logging;

import org.jspecify.annotations.NullMarked;
