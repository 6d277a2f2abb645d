/**
 * The host's configuration: a YAML file with {@code memory} and {@code plugins.entries}, in which
 * {@code ${VAR}} stands for an environment variable and {@code $${VAR}} for itself. Uses the
 * console package for its messages.
 */
@NullMarked
package dev.kora.memory.example.config;

import org.jspecify.annotations.NullMarked;
