package io.ostiary.peer;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has Awaitility look every ten milliseconds. Its own pause of a hundred, before the first look
 * too, was a third of the time that the tests took. In force for every test class: JUnit finds it
 * by the service file.
 */
public final class PromptAwaiting implements BeforeAllCallback {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollInterval(POLL_INTERVAL);
    Awaitility.setDefaultPollDelay(Duration.ZERO);
  }
}
