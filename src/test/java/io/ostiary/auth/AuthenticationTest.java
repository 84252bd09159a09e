package io.ostiary.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.client.Addresses;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Ends;
import io.ostiary.client.TestLink;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  private final LiveSettings settings = new LiveSettings(Settings.defaults());
  private final Authentication authentication = new Authentication(settings);

  @Test
  void asksForNoPasswordUnlessOneIsInForce() {
    ConnectedClient client = client(false);
    assertThat(authentication.isRequired()).isFalse();
    assertThat(authentication.isRequiredOf(client)).isFalse();
    password("secret");
    assertThat(authentication.isRequired()).isTrue();
    assertThat(authentication.isRequiredOf(client)).isTrue();
    client.authenticated(true);
    assertThat(authentication.isRequiredOf(client)).isFalse();
  }

  @Test
  void acceptsThePasswordInForceOnly() {
    password("se\u00e7ret");
    assertThat(accepts("default", "se\u00e7ret")).isTrue();
    assertThat(accepts("default", "se\u00e7re")).isFalse();
    assertThat(accepts("default", "se\u00e7rets")).isFalse();
    assertThat(accepts("default", "")).isFalse();
    password("other");
    assertThat(accepts("default", "se\u00e7ret")).isFalse();
    assertThat(accepts("default", "other")).isTrue();
  }

  @Test
  void knowsTheDefaultUserOnly() {
    assertThat(authentication.knows("default")).isTrue();
    assertThat(authentication.knows("Default")).isFalse();
    password("secret");
    assertThat(accepts("bob", "secret")).isFalse();
  }

  @Test
  void acceptsAnyPasswordOfTheDefaultUserWhenNoneIsInForce() {
    assertThat(accepts("default", "anything")).isTrue();
    assertThat(accepts("bob", "anything")).isFalse();
  }

  private boolean accepts(String user, String password) {
    return authentication.accepts(user, password.getBytes(StandardCharsets.UTF_8));
  }

  private void password(String password) {
    settings.change("requirepass", password);
  }

  private static ConnectedClient client(boolean authenticated) {
    Addresses origin = Ends.of("10.0.0.1:1", "127.0.0.1:6379", -1);
    return new ConnectedClient(1, origin, authenticated, 0, new TestLink(reason -> {}));
  }
}
