package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads configuration files in redis.conf syntax for vertx-config: the format {@code redis-conf}.
 * It gives numbers for numbers, bytes and seconds, booleans for yes and no, an array for {@code
 * bind}, and strings. Redis directives that Ostiary has no use for are named, each with its place,
 * under {@code unused-directives}. The future fails with {@link ConfigurationException} at the
 * first line that is wrong or that no Redis knows. Safe for any thread; it never blocks an event
 * loop.
 *
 * <p>Included files are looked for beside the file that the store's {@code path} names.
 */
public final class RedisConfProcessor implements ConfigProcessor {

  /** The name of the format. */
  static final String FORMAT = "redis-conf";

  /** Made by vertx-config. */
  public RedisConfProcessor() {}

  @Override
  public String name() {
    return FORMAT;
  }

  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer input) {
    ConfiguredFile file = ConfiguredFile.of(configuration);
    byte[] bytes = input.getBytes();
    return vertx.executeBlocking(() -> read(file, bytes));
  }

  /** What the bytes of a file say, and what it includes; blocks while those files are read. */
  static JsonObject read(ConfiguredFile file, byte[] bytes) throws IOException {
    Path real = Files.exists(file.path()) ? file.path().toRealPath() : file.path();
    Layer layer = new Layer();
    RedisConf.read(
        new RedisConf.Source(file.name(), real, bytes), new ConfFiles(), layer::putBytes);
    return layer.toJson();
  }
}
