package dev.kora.memory.example.demo;

import dev.kora.memory.example.console.Console;
import dev.kora.memory.example.memory.HostMemory;
import dev.kora.memory.sea.SeaServer;
import java.nio.file.Path;

/**
 * What the chapters play on.
 *
 * @param console where the story is told
 * @param sea the running server
 * @param cable the line through which the host reaches it
 * @param config the host's configuration file
 * @param memory the host's memory, open
 * @param evidence what checks what is told
 */
record Stage(
    Console console,
    SeaServer sea,
    Cable cable,
    Path config,
    HostMemory memory,
    Evidence evidence) {}
