package dev.kora.memory.example.run;

import dev.kora.memory.example.HostJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A host's folder with {@link ScribePlugin} dropped in as a jar, and what it wrote down. */
final class ScribeHost {
  private final Path folder;

  /** Makes the folder's files; {@code closedIn} as in the plugin. */
  ScribeHost(Path folder, int closedIn) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("plugins"));
    try (ZipOutputStream jar = jar(folder.resolve("plugins").resolve("scribe.jar"))) {
      for (Class<?> type : List.of(ScribePlugin.class, ScribeMemory.class)) {
        add(jar, type);
      }
      jar.putNextEntry(new ZipEntry("META-INF/services/dev.kora.memory.spi.MemoryProviderPlugin"));
      jar.write(ScribePlugin.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(
        folder.resolve("host.yaml"),
        """
        memory: {provider: scribe, plugins_dir: plugins, data_dir: data}
        plugins: {entries: {scribe: {%s: %d}}}
        """
            .formatted(ScribePlugin.CLOSED_IN, closedIn));
  }

  private static ZipOutputStream jar(Path file) throws IOException {
    OutputStream bytes = Files.newOutputStream(file);
    return new ZipOutputStream(bytes);
  }

  private static void add(ZipOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new ZipEntry(name));
    try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
      Objects.requireNonNull(bytes, name).transferTo(jar);
    }
  }

  /** What {@code run} needs to find it. */
  String[] arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "--config", folder.resolve("host.yaml").toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  HostJar.Run run(String input, String... more) throws Exception {
    return HostJar.runWith(folder, input, arguments(more));
  }

  Path data() {
    return folder.resolve("data");
  }

  /** Each call to the memory, in order. */
  List<String> calls() throws IOException {
    return Files.readAllLines(data().resolve("calls.txt"));
  }
}
