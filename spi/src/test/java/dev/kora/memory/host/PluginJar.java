package dev.kora.memory.host;

import dev.kora.memory.spi.MemorySpi;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A real jar, compiled at test time, as a plugin's author would ship it, or worse. */
final class PluginJar {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();

  /** A sound plugin with this name, in the package of the same name. */
  static PluginJar plugin(String name) {
    return plugin(name, "name", "return \"" + name + "\";");
  }

  /** A sound plugin but for one method's body ("constructor" is one too). */
  static PluginJar plugin(String pkg, String method, String body) {
    return new PluginJar()
        .source(pkg + ".Plugin", source(pkg, method, body))
        .service(pkg + ".Plugin");
  }

  static String source(String pkg, String method, String body) {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("constructor", "");
    bodies.put("name", "return \"" + pkg + "\";");
    bodies.put("spiVersion", "return MemorySpi.VERSION;");
    bodies.put("configSchema", "return List.of();");
    bodies.put("availability", "return new Availability.Available();");
    bodies.put("open", "throw new UnsupportedOperationException();");
    bodies.put(method, body);
    return """
        package %s;
        import dev.kora.memory.spi.*;
        import java.util.List;
        public class Plugin implements MemoryProviderPlugin {
          public Plugin() { %s }
          public String name() { %s }
          public int spiVersion() { %s }
          public List<ConfigField> configSchema() { %s }
          public Availability availability(ProviderConfig config) { %s }
          public MemoryProvider open(ProviderConfig config, HostContext host) { %s }
        }
        """
        .formatted(
            pkg,
            bodies.get("constructor"),
            bodies.get("name"),
            bodies.get("spiVersion"),
            bodies.get("configSchema"),
            bodies.get("availability"),
            bodies.get("open"));
  }

  PluginJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  PluginJar service(String content) {
    return resource(ServiceFile.NAME, content);
  }

  PluginJar resource(String name, String content) {
    resources.put(name, content);
    return this;
  }

  /** Compiled, but not packed. */
  PluginJar without(String className) {
    leftOut.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** With a class file that is not what the compiler made. */
  PluginJar changed(String className, UnaryOperator<byte[]> change) {
    changes.put(className.replace('.', '/') + ".class", change);
    return this;
  }

  Path writeTo(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    compile(classes);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        var files = Files.walk(classes)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write(
          "Manifest-Version: 1.0\nImplementation-Version: 1.2.3\n"
              .getBytes(StandardCharsets.UTF_8));
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        if (!leftOut.contains(name)) {
          zip.putNextEntry(new ZipEntry(name));
          UnaryOperator<byte[]> change = changes.getOrDefault(name, UnaryOperator.identity());
          zip.write(change.apply(Files.readAllBytes(file)));
        }
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        zip.putNextEntry(new ZipEntry(resource.getKey()));
        zip.write(resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private void compile(Path into) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new SourceText(name, text)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    String spi =
        Path.of(
                URI.create(
                    MemorySpi.class.getProtectionDomain().getCodeSource().getLocation() + ""))
            .toString();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", into.toString(), "-cp", spi, "-proc:none", "--release", "17");
      if (!compiler.getTask(problems, files, null, options, null, units).call()) {
        throw new IllegalStateException("The test's own plugin does not compile: " + problems);
      }
    }
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
