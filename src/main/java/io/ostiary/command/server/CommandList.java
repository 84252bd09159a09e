package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.Categories;
import io.ostiary.command.Category;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** {@code COMMAND LIST [FILTERBY MODULE name|ACLCAT category|PATTERN pattern]}. */
final class CommandList implements CommandHandler {

  private final Supplier<CommandTable> table;

  CommandList(Supplier<CommandTable> table) {
    this.table = table;
  }

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() == 2) {
      return names(command -> true);
    }
    if (request.count() != 5 || !request.is(2, "FILTERBY")) {
      return Reply.SYNTAX_ERROR;
    }
    String value = request.text(4);
    if (request.is(3, "MODULE")) {
      return Reply.EMPTY_ARRAY;
    }
    if (request.is(3, "ACLCAT")) {
      Optional<Category> category = Category.find(value);
      return category.isEmpty()
          ? Reply.EMPTY_ARRAY
          : names(command -> Categories.of(command).contains(category.get()));
    }
    if (request.is(3, "PATTERN")) {
      Glob pattern = Glob.ofAnyCase(request.bytes(4));
      return names(command -> pattern.matches(command.fullName()));
    }
    return Reply.SYNTAX_ERROR;
  }

  private Reply names(Predicate<Command> wanted) {
    List<Reply> names = new ArrayList<>();
    for (Command command : CommandRows.flat(table.get())) {
      if (wanted.test(command)) {
        names.add(Reply.bulk(command.fullName()));
      }
    }
    return Reply.array(names);
  }
}
