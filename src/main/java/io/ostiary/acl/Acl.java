package io.ostiary.acl;

import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Category;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandTable;
import io.ostiary.command.FallbackCommands;
import io.ostiary.command.Feature;
import io.ostiary.settings.ChannelDefault;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UserLine;
import io.ostiary.stats.Stats;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Users and what they may do: the {@code ACL} commands, the check that refuses what a client's user
 * may not do, the file with the users. Shared by all event loops and safe.
 */
public final class Acl implements Feature {

  private final LiveSettings settings;
  private final Users users;
  private final UserClients clients;
  private final DefaultUser defaultUser;
  private final AclLog log;
  private final AclFile file;
  private final FallbackCommands fallback;
  private final Supplier<CommandTable> table;

  /**
   * With the default user alone, until {@link #begin}.
   *
   * @param clients those that are closed when their user goes
   * @param commands all of them; read when a command runs
   * @param features all that a client may have subscribed by; read when a user changes
   * @param fallback what else is judged
   */
  public Acl(
      LiveSettings settings,
      Stats stats,
      ClientTable clients,
      Supplier<CommandTable> commands,
      Supplier<List<Feature>> features,
      FallbackCommands fallback) {
    this.settings = settings;
    this.fallback = fallback;
    this.table = commands;
    users = new Users(Catalogue.of(CommandTable.EMPTY, false), this::allChannels);
    this.clients = new UserClients(clients, features);
    defaultUser = new DefaultUser(settings, users);
    log = new AclLog(() -> settings.now().get(Directives.ACLLOG_MAX_LEN), stats);
    file = file(settings.now());
  }

  private boolean allChannels() {
    return settings.now().get(Directives.ACL_PUBSUB_DEFAULT) == ChannelDefault.ALLCHANNELS;
  }

  private AclFile file(Settings now) {
    String name = now.get(Directives.ACLFILE);
    Optional<Path> path =
        name.isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(now.get(Directives.DIR)).resolve(name).toAbsolutePath());
    return new AclFile(name, path, users, clients, defaultUser);
  }

  /**
   * Takes the users of the configuration. Blocks while a file is read.
   *
   * @param commands what rules may speak of beside Redis's own commands, none renamed
   * @throws ConfigurationException if the rules of one make no sense
   */
  public void begin(CommandTable commands) {
    users.catalogue(Catalogue.of(commands, commands.fallback().isPresent()));
    fallback.onCommands(this::learn);
    users.standard().rules(defaultUser.initial());
    List<UserLine> lines = settings.now().get(Directives.USER);
    boolean hasFile = !settings.now().get(Directives.ACLFILE).isEmpty();
    if (hasFile && !lines.isEmpty()) {
      throw new ConfigurationException(
          "bad configuration: there are users by 'user' and an ACL file by 'aclfile'; which of them"
              + " hold would be a matter of luck, so define either an ACL file or the users"
              + " themselves, but not both");
    }
    try {
      if (hasFile) {
        file.read();
      }
      for (UserLine line : lines) {
        add(line);
      }
    } catch (AclFileException e) {
      throw new ConfigurationException("bad configuration: " + e.getMessage());
    }
  }

  private void add(UserLine line) throws AclFileException {
    UserRules fresh = UserRules.of(users.context());
    try {
      List<String> rules = SelectorWords.join(line.rules());
      UserRules read = WrongRule.apply(fresh, rules, users.context());
      if (line.name().equals(Users.DEFAULT)) {
        defaultUser.check(read);
      }
      users.set(line.name(), read);
    } catch (SelectorWords.UnmatchedException e) {
      throw wrong(line, e.begin(), "Unmatched parenthesis");
    } catch (WrongRule e) {
      throw wrong(line, e.harmless(), e.getMessage());
    }
  }

  private static ConfigurationException wrong(UserLine line, String rule, String reason) {
    return new ConfigurationException(
        "bad configuration: Error loading ACL rule '"
            + rule
            + "' for the user named '"
            + line.name()
            + "': "
            + reason);
  }

  @Override
  public List<Command> commands() {
    DryRun dryRun = new DryRun(users, table, fallback);
    return List.of(new AclCommands(users, clients, log, file, dryRun).command());
  }

  @Override
  public List<CommandCheck> checks() {
    return List.of(new PermissionCheck(users, fallback, log));
  }

  @Override
  public void follow(LiveSettings live) {
    live.onChange(Directives.REQUIREPASS, defaultUser::follow);
  }

  /** More commands are known, by their full names, or others are of other categories. */
  private void learn(Map<String, Set<Category>> commands) {
    synchronized (users) {
      users.catalogue(users.catalogue().with(commands));
    }
  }

  // For logins

  /** Whether a client that connects now has to log in. */
  public boolean requiresLogin() {
    UserRules rules = users.standard().rules();
    return !rules.isOn() || !rules.needsNoPassword();
  }

  /** Whether the default user has passwords, so that AUTH takes one alone. */
  public boolean hasPassword() {
    return !users.standard().rules().needsNoPassword();
  }

  /** Whether there is a user of that name. */
  public boolean knows(String name) {
    return users.find(name).isPresent();
  }

  /** Whether there is a user of that name who may log in. */
  public boolean isEnabled(String name) {
    return users.find(name).map(user -> user.rules().isOn()).orElse(false);
  }

  /** Whether this user may log in with this password. */
  public boolean accepts(String name, byte[] password) {
    // Also without such a user, so that the time it takes does not tell who there is.
    String hash = Passwords.hash(password);
    return users.find(name).map(user -> user.rules().accept(hash)).orElse(false);
  }

  /**
   * Notes that a client has logged in as a user of this table. One whose user goes meanwhile is
   * closed.
   *
   * @return false if there is no such user any more
   */
  public boolean logIn(ConnectedClient client, String name) {
    Optional<AclUser> user = users.find(name);
    if (user.isEmpty()) {
      return false;
    }
    client.loggedIn(user.get());
    // After the line above: who deletes a user sees its client, or is seen here.
    if (user.get().isGone()) {
      client.close(CloseReason.ACL);
      return false;
    }
    return true;
  }

  /** Notes that a login was refused. */
  public void refused(ConnectedClient client, String name, String command) {
    log.add(client, name, Denial.AUTH, command, false);
  }
}
