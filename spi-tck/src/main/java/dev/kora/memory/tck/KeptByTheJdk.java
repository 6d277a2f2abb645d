package dev.kora.memory.tck;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the JDK itself holds a plugin's classes, through no fault of the plugin's. */
final class KeptByTheJdk {
  private KeptByTheJdk() {}

  /** The timer is for ever, and holds the class loader of whoever needs it first. */
  static void startTheTimer() {
    CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS).execute(() -> {});
  }

  /**
   * What makes the methods of records remembers the types that it met last: on JDK 17 for ever, on
   * 25 until memory is short. Lets it meet others, which can be unloaded too: 25 keeps those that
   * cannot in another place.
   */
  static void forgetTheLastRecord() {
    try {
      Object last = new OneClass().last();
      // Each method is made at its first call.
      boolean unused = last.equals("");
      int unusedHash = last.hashCode();
    } catch (ReflectiveOperationException | IOException e) {
      throw new AssertionError("the kit's own record cannot be loaded", e);
    }
  }

  /** Its part has a type that can be unloaded: those of parts are remembered, too. */
  record Last(@Nullable Last part) {}

  /** A copy of that record, which nobody else keeps. */
  private static final class OneClass extends ClassLoader {
    private static final String FILE = "KeptByTheJdk$Last.class";

    Object last() throws ReflectiveOperationException, IOException {
      try (InputStream file = KeptByTheJdk.class.getResourceAsStream(FILE)) {
        byte[] bytes = Objects.requireNonNull(file, FILE).readAllBytes();
        Class<?> copy = defineClass(null, bytes, 0, bytes.length);
        Constructor<?> constructor = copy.getDeclaredConstructor(copy);
        constructor.setAccessible(true);
        return constructor.newInstance((Object) null);
      }
    }
  }
}
