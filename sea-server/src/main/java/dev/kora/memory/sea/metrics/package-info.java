/** What is counted, for Prometheus. Uses no other package; called by those that do the work. */
@NullMarked
package dev.kora.memory.sea.metrics;

import org.jspecify.annotations.NullMarked;
