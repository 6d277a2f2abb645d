package dev.kora.memory.isokron.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kora.memory.isokron.provider.SharedSea;
import dev.kora.memory.spi.MemoryProviderPlugin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar works wherever a host without libraries of its own puts it. */
@ExtendWith(SharedSea.class)
@Timeout(240)
class LayoutsIT {
  private static final Path SPI = HostJars.homeOf(MemoryProviderPlugin.class);
  private static final String MAIN = LayoutHost.class.getName();

  @TempDir Path folder;

  @Test
  void onAClassPathWithNothingButTheSpi() throws Exception {
    Path host = HostJars.host(folder.resolve("host.jar"));
    String classPath = HostJars.path(List.of(host, SPI, Told.DROP_IN));
    Told told = Told.by(folder, Map.of(), List.of("-cp", classPath, MAIN));
    told.assertSound();
    assertEquals("[]", told.one("drivers"));
    assertTrue(told.one("candidate").contains("(" + Told.DROP_IN + "): chosen"));
  }

  @Test
  void inAPluginsFolderBesideBrokenJarsAndASecondCopy() throws Exception {
    Path host = HostJars.host(folder.resolve("host.jar"));
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    byte[] jar = Files.readAllBytes(Told.DROP_IN);
    Files.write(plugins.resolve("a-broken.jar"), Arrays.copyOf(jar, jar.length / 2));
    Files.writeString(plugins.resolve("b-text.jar"), "not a jar");
    Files.write(plugins.resolve("c-isokron.jar"), jar);
    Files.write(plugins.resolve("d-copy.jar"), jar);
    Files.writeString(plugins.resolve("e-readme.txt"), "no plugin, and none of its business");
    Told told =
        Told.by(
            folder,
            Map.of("host.plugins", plugins.toString()),
            List.of("-cp", HostJars.path(List.of(host, SPI)), MAIN));
    told.assertSound();
    assertEquals("[]", told.one("drivers"));
    assertEquals("false", told.one("registered"));
    List<String> candidates = told.all("candidate");
    assertEquals(4, candidates.size(), candidates::toString);
    assertTrue(candidates.get(0).contains("a-broken.jar: rejected: is not a jar"), () -> "" + told);
    assertTrue(candidates.get(1).contains("b-text.jar: rejected: is not a jar"), () -> "" + told);
    assertTrue(candidates.get(2).contains("c-isokron.jar): chosen"), () -> "" + told);
    assertTrue(
        candidates.get(3).contains("d-copy.jar): rejected: the name \"isokron\" is already taken"),
        () -> "" + told);
  }

  @Test
  void onTheModulePath() throws Exception {
    Path host = HostJars.module(folder.resolve("layout-host.jar"), SPI);
    String modulePath = HostJars.path(List.of(host, SPI, Told.DROP_IN));
    Told told = Told.by(folder, Map.of(), List.of("-p", modulePath, "-m", "layout.host/" + MAIN));
    told.assertSound();
    assertEquals("[]", told.one("drivers"));
    assertEquals("module dev.kora.memory.isokron", told.one("module"));
    assertTrue(told.one("candidate").endsWith(": chosen"), told.one("candidate"));
  }
}
