package dev.kora.memory.isokron.doctor;

/** Hears how far the doctor is, on its thread. */
public interface DoctorListener {
  /** A check is done. */
  void checked(Check check);

  /** A check has taken a second and goes on. */
  void waiting(String name);
}
