/**
 * A memory of short notes in plain files: the provider that {@code META-INF-docs/PLUGIN-AUTHORS.md}
 * builds, step by step.
 *
 * <p>Uses the SPI and Jackson. Found by hosts through {@link java.util.ServiceLoader}; no other
 * code calls it.
 */
@NullMarked
package com.example.notes;

import org.jspecify.annotations.NullMarked;
