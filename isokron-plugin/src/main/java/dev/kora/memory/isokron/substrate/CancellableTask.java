package dev.kora.memory.isokron.substrate;

import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A task that an executor which stops can give back, and that says so to those who wait for it. */
final class CancellableTask extends FutureTask<@Nullable Void> {
  private final Runnable instead;

  /** Makes it; {@code instead} runs if it is cancelled. */
  CancellableTask(Runnable task, Runnable instead) {
    super(task, null);
    this.instead = instead;
  }

  @Override
  protected void done() {
    if (isCancelled()) {
      instead.run();
    }
  }
}
