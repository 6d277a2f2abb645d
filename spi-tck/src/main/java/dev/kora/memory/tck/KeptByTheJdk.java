package dev.kora.memory.tck;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where the JDK itself holds a plugin's classes, through no fault of the plugin's. */
final class KeptByTheJdk {
  private record Plain(String text) {}

  private KeptByTheJdk() {}

  /** The timer is for ever, and holds the class loader of whoever needs it first. */
  static void startTheTimer() {
    CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS).execute(() -> {});
  }

  /**
   * What makes the methods of records remembers the types that it met last, for as long as the JVM
   * lives. Makes some for a record of the kit's, so that the plugin's are forgotten.
   */
  static void forgetTheLastRecord() {
    MethodHandles.Lookup here = MethodHandles.lookup();
    try {
      MethodHandle text = here.findGetter(Plain.class, "text", String.class);
      MethodType equals = MethodType.methodType(boolean.class, Plain.class, Object.class);
      MethodType hashCode = MethodType.methodType(int.class, Plain.class);
      Object unused = ObjectMethods.bootstrap(here, "equals", equals, Plain.class, "text", text);
      unused = ObjectMethods.bootstrap(here, "hashCode", hashCode, Plain.class, "text", text);
    } catch (Throwable e) {
      throw new AssertionError("a record's methods cannot be made", e);
    }
  }
}
