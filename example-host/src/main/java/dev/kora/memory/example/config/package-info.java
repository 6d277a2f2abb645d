/**
 * The host's configuration: a YAML file with {@code memory} and {@code plugins.entries}, in which
 * {@code ${VAR}} stands for an environment variable. Uses nothing else of the host.
 */
@NullMarked
package dev.kora.memory.example.config;

import org.jspecify.annotations.NullMarked;
