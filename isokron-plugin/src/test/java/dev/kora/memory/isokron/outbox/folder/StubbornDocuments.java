package dev.kora.memory.isokron.outbox.folder;

import java.io.IOException;

/** Documents of which none can be removed while {@code stay} says so. */
final class StubbornDocuments extends ForwardingDocuments {
  boolean stay;

  StubbornDocuments() {
    super(new MemoryDocuments());
  }

  @Override
  public void remove(String name) throws IOException {
    if (stay) {
      throw new IOException("it stays");
    }
    super.remove(name);
  }
}
