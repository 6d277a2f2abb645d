package dev.kora.memory.isokron.outbox.folder;

import java.io.IOException;
import java.util.List;

/** Documents of which none can be removed while {@code stay} says so. */
final class StubbornDocuments implements Documents {
  private final Documents files = new MemoryDocuments();
  boolean stay;

  @Override
  public List<String> names() throws IOException {
    return files.names();
  }

  @Override
  public boolean sync() {
    return files.sync();
  }

  @Override
  public byte[] read(String name) throws IOException {
    return files.read(name);
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    files.write(name, content);
  }

  @Override
  public void remove(String name) throws IOException {
    if (stay) {
      throw new IOException("it stays");
    }
    files.remove(name);
  }
}
