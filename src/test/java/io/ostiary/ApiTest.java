package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.admission.AdmissionRule;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.Permit;
import io.ostiary.admission.Verdict;
import io.ostiary.auth.Authenticator;
import io.ostiary.client.Client;
import io.ostiary.client.ClientKey;
import io.ostiary.client.Clients;
import io.ostiary.client.CloseReason;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFacts;
import io.ostiary.command.CommandFlag;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.Documentation;
import io.ostiary.command.KeyFlag;
import io.ostiary.command.KeyPositions;
import io.ostiary.net.PeerAddress;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.TlsAuthClients;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The public API. Other public types are for other packages of Ostiary only and may change at any
 * time.
 */
final class ApiTest {

  /** The API types; their signatures may use these, Vert.x and the JDK only. */
  private static final Set<Class<?>> API =
      Set.of(
          ListenerVerticle.class,
          OstiaryOptions.class,
          Command.class,
          CommandHandler.class,
          CommandFacts.class,
          CommandFacts.KeyVisitor.class,
          CommandFlag.class,
          KeyFlag.class,
          KeyPositions.class,
          Documentation.class,
          Request.class,
          Reply.class,
          BulkReply.class,
          ErrorReply.class,
          AggregateReply.class,
          ArgumentException.class,
          Client.class,
          ClientKey.class,
          Clients.class,
          CloseReason.class,
          PeerAddress.class,
          AdmissionRule.class,
          ListenerProfile.class,
          ListenerProfile.Role.class,
          TlsAuthClients.class,
          ListenerProfile.Limits.class,
          Arrival.class,
          Verdict.class,
          Permit.class,
          Authenticator.class);

  static Stream<Class<?>> api() {
    return Stream.concat(
        API.stream(),
        API.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredClasses()))
            .filter(type -> Modifier.isPublic(type.getModifiers()))
            // Methods that expose Netty's types on purpose say so in their names.
            .filter(type -> !type.getSimpleName().contains("Netty")));
  }

  @ParameterizedTest
  @MethodSource("api")
  void showsOnlyTypesThatAProgramMayUse(Class<?> type) {
    List<String> foreign = new ArrayList<>();
    signatures(
        type,
        (member, shown) -> {
          if (!isPermitted(shown)) {
            foreign.add(member + " shows " + shown.getName());
          }
        });
    assertThat(foreign).isEmpty();
  }

  private interface Visitor {
    void visit(Member member, Class<?> shown);
  }

  private static void signatures(Class<?> type, Visitor visitor) {
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method)) {
        visitTypes(method.getGenericReturnType(), shown -> visitor.visit(method, shown));
        visitParameters(method, visitor);
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor)) {
        visitParameters(constructor, visitor);
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field)) {
        visitTypes(field.getGenericType(), shown -> visitor.visit(field, shown));
      }
    }
  }

  private static void visitParameters(Executable executable, Visitor visitor) {
    for (Type parameter : executable.getGenericParameterTypes()) {
      visitTypes(parameter, shown -> visitor.visit(executable, shown));
    }
  }

  private static boolean isShown(Member member) {
    int modifiers = member.getModifiers();
    return !member.isSynthetic()
        && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers))
        && !member.getName().contains("Netty");
  }

  private static void visitTypes(Type type, Consumer<Class<?>> visitor) {
    if (type instanceof Class<?> plain) {
      visitor.accept(plain.isArray() ? plain.getComponentType() : plain);
    } else if (type instanceof ParameterizedType parameterized) {
      visitTypes(parameterized.getRawType(), visitor);
      Arrays.stream(parameterized.getActualTypeArguments()).forEach(a -> visitTypes(a, visitor));
    } else if (type instanceof GenericArrayType array) {
      visitTypes(array.getGenericComponentType(), visitor);
    } else if (type instanceof WildcardType wildcard) {
      Arrays.stream(wildcard.getUpperBounds()).forEach(bound -> visitTypes(bound, visitor));
      Arrays.stream(wildcard.getLowerBounds()).forEach(bound -> visitTypes(bound, visitor));
    } else {
      assertThat(type).isInstanceOf(TypeVariable.class);
    }
  }

  private static boolean isPermitted(Class<?> shown) {
    String name = shown.getName();
    boolean vertx = name.startsWith("io.vertx.") && !name.contains(".internal.");
    return shown.isPrimitive()
        || name.startsWith("java.")
        || vertx
        || API.contains(shown)
        || (shown.getEnclosingClass() != null && isPermitted(shown.getEnclosingClass()));
  }
}
