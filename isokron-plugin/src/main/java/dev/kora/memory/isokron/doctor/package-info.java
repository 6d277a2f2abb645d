/**
 * Looks at an installation as its host sees it, from the configuration file to an event in the
 * chain, and says of each thing whether it is well, what it means and what to do. Changes nothing,
 * unless it is asked to append an event.
 *
 * <p>Each check has a time limit and throws nothing; one whose ground is missing is not made. What
 * servers and databases say is made fit for one line before it is part of a finding.
 *
 * <p>May use everything before {@code provider}, and no SPI type: the drop-in jar runs alone.
 * Called by {@code cli}.
 */
@NullMarked
package dev.kora.memory.isokron.doctor;

import org.jspecify.annotations.NullMarked;
