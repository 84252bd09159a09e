package io.ostiary.settings;

/** Which channels a new user may use. */
public enum ChannelDefault {
  ALLCHANNELS,
  RESETCHANNELS
}
