package io.ostiary.acl;

/**
 * What rules are read by.
 *
 * @param catalogue the commands that they may speak of
 * @param allChannels whether a new user may use every channel ({@code acl-pubsub-default})
 */
record RuleContext(Catalogue catalogue, boolean allChannels) {}
