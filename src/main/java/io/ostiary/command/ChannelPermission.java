package io.ostiary.command;

/** Whether a channel may be subscribed to. Immutable and safe from any thread. */
@FunctionalInterface
public interface ChannelPermission {

  /**
   * Judges.
   *
   * @param isPattern whether it is a pattern of channels
   */
  boolean allows(byte[] channel, boolean isPattern);
}
