package io.ostiary.settings.load;

import org.junit.jupiter.api.Test;

/** The configuration of a verticle. */
class VerticleConfigTest extends LoaderFixture {

  @Test
  void refusesABadValueOfTheVerticle() {
    verticle.put("maxclients", 1.5);
    assertRefused(
        "bad configuration in the verticle's config():\n  \"maxclients\":1.5\nmaxclients"
            + MAXCLIENTS_TAKES
            + ", for example: \"maxclients\": 10000");

    verticle.clear();
    verticle.put("config-file", 5);
    assertRefused(
        "bad configuration in the verticle's config():\n  \"config-file\": 5\n"
            + "config-file takes the path of a file, in quotes");
  }
}
