package dev.kora.memory.host;

import dev.kora.memory.spi.HostContext;
import dev.kora.memory.spi.Notice;
import dev.kora.memory.spi.ProviderListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host that keeps the notices it gets. */
record RecordingHost(Path dataDirectory, List<String> notices) implements HostContext {

  RecordingHost(Path dataDirectory) {
    this(dataDirectory, new CopyOnWriteArrayList<>());
  }

  /** How a provider is depends on how long it is so; what failed does not. */
  List<String> errors() {
    return notices.stream().filter(notice -> notice.startsWith("ERROR")).toList();
  }

  @Override
  public String hostName() {
    return "test";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public ProviderListener listener() {
    return new ProviderListener() {
      @Override
      public void onNotice(Notice notice) {
        notices.add(notice.level() + " " + notice.text());
      }
    };
  }
}
