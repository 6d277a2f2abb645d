package dev.kora.memory.example.run;

/** {@code /events}: the deliveries that the provider reported. */
final class Events implements Command {
  private final RecentDeliveries deliveries;
  private final Screen screen;

  Events(RecentDeliveries deliveries, Screen screen) {
    this.deliveries = deliveries;
    this.screen = screen;
  }

  @Override
  public String usage() {
    return "/events";
  }

  @Override
  public String summary() {
    return "what became of memory's newest writes";
  }

  @Override
  public void run(String argument) {
    if (deliveries.isEmpty()) {
      screen.note("Nothing was delivered yet.");
    } else {
      screen.data(deliveries.table());
    }
  }
}
