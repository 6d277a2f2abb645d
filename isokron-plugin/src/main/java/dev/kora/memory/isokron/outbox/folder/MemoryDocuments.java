package dev.kora.memory.isokron.outbox.folder;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Documents where there is no folder to keep them in: they end with the process. */
final class MemoryDocuments implements Documents {
  private final NavigableMap<String, byte[]> contents = new ConcurrentSkipListMap<>();

  @Override
  public List<String> names() {
    return List.copyOf(contents.keySet());
  }

  @Override
  public boolean sync() {
    return true; // there is no disk
  }

  @Override
  public byte[] read(String name) throws IOException {
    byte[] content = contents.get(name);
    if (content == null) {
      throw new FileNotFoundException(name);
    }
    return content.clone();
  }

  @Override
  public void write(String name, byte[] content) {
    contents.put(name, content.clone());
  }

  @Override
  public void remove(String name) {
    contents.remove(name);
  }
}
