/**
 * Publish and subscribe: who has subscribed to which channels and patterns, and the commands that
 * say so. A gateway's messages come from a {@link io.ostiary.pubsub.Source}.
 */
package io.ostiary.pubsub;
