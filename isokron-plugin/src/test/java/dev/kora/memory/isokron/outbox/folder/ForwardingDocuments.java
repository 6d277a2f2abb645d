package dev.kora.memory.isokron.outbox.folder;

import java.io.IOException;
import java.util.List;

/** Other documents, for tests that have some of their operations fail. */
public class ForwardingDocuments implements Documents {
  private final Documents files;

  protected ForwardingDocuments(Documents files) {
    this.files = files;
  }

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
    files.remove(name);
  }
}
