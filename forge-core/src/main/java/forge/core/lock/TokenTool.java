// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import forge.live.Role;
import forge.live.Tokens.Created;
import forge.live.Tokens.Token;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code forge token}: makes, lists and takes back tokens in a data folder, whether its gateway
 * runs or not.
 */
public final class TokenTool {

  private static final String USAGE =
      """
      Usage: forge token create --role read|call|forge|admin [--name TEXT] [--rate N]
             forge token list
             forge token revoke ID

      Works on the data folder (--data FOLDER, or FORGE_DATA), whether its gateway runs or not; a
      running gateway knows of it within a second. As soon as there is one token, every caller needs
      one. A token is shown once, when it is made.

        --role  read: look; call: and call skills; forge: and make and retire them; admin: all
        --name  what it is for; the audit trail names it (default: the role)
        --rate  requests a second it may make, on average (default 1000)
      """;

  private static final int RATE = 1000;
  private static final int MAX_RATE = 1_000_000;
  private static final int NAME_LENGTH = 64;

  private final Path data;
  private final TokenFile file;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private TokenTool(Path data) {
    this.data = data;
    this.file = new TokenFile(data);
  }

  /** The first argument is the data folder, the rest what to do there. */
  public static void main(String[] args) {
    try {
      List<String> rest = List.of(args).subList(1, args.length);
      new TokenTool(Path.of(args[0]).toAbsolutePath().normalize()).run(rest);
    } catch (Wrong e) {
      System.err.println("forge: " + e.getMessage() + "; see 'forge token help'");
      System.exit(2);
    } catch (IOException e) {
      System.err.println("forge: the tokens cannot be read or kept: " + e.getMessage());
      System.exit(1);
    }
  }

  /** The command line is not right. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  private void run(List<String> args) throws IOException {
    Deque<String> rest = new ArrayDeque<>(args);
    String verb = rest.isEmpty() ? "help" : rest.removeFirst();
    switch (verb) {
      case "create" -> create(options(rest));
      case "list" -> list(rest);
      case "revoke" -> revoke(rest);
      case "help", "--help", "-h" -> out.print(USAGE);
      default -> throw new Wrong("unknown command 'token " + verb + "'");
    }
  }

  private static Map<String, String> options(Deque<String> rest) {
    Map<String, String> options = new LinkedHashMap<>();
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!List.of("--role", "--name", "--rate").contains(name))
        throw new Wrong("unknown argument '" + word + "'");
      if (equals < 0 && rest.isEmpty()) throw new Wrong(name + " needs a value");
      options.put(name, equals < 0 ? rest.removeFirst() : word.substring(equals + 1));
    }
    return options;
  }

  private void create(Map<String, String> options) throws IOException {
    String word = options.getOrDefault("--role", "");
    Role role =
        Role.of(word).orElseThrow(() -> new Wrong("--role must be read, call, forge or admin"));
    String name = name(options.getOrDefault("--name", word));
    int rate = rate(options.getOrDefault("--rate", Integer.toString(RATE)));
    Created created = file.create(name, role, rate, false);
    out.println(created.secret());
    System.err.println(
        "This is the only time it is shown. Send it as 'Authorization: Bearer …'; the commands of"
            + " forge read it from FORGE_TOKEN.");
  }

  private static String name(String text) {
    boolean plain = text.codePoints().noneMatch(Character::isISOControl);
    if (plain && !text.isBlank() && text.length() <= NAME_LENGTH) return text.strip();
    throw new Wrong("--name must be one line of at most " + NAME_LENGTH + " characters");
  }

  private static int rate(String text) {
    if (text.matches("[0-9]{1,7}")) {
      int rate = Integer.parseInt(text);
      if (rate >= 1 && rate <= MAX_RATE) return rate;
    }
    throw new Wrong("--rate must be a whole number from 1 to " + MAX_RATE + ", got: " + text);
  }

  private void list(Deque<String> rest) throws IOException {
    if (!rest.isEmpty()) throw new Wrong("unknown argument '" + rest.getFirst() + "'");
    List<Token> tokens =
        file.read().stream().filter(one -> !one.revoked()).map(StoredToken::token).toList();
    if (tokens.isEmpty()) {
      out.println("No tokens in " + data + ": programs of this machine may do everything.");
      return;
    }
    out.printf("%-8s  %-5s  %7s  %-20s  %s%n", "ID", "ROLE", "RATE/S", "CREATED", "NAME");
    for (Token token : tokens)
      out.printf(
          "%-8s  %-5s  %7d  %-20s  %s%n",
          token.id(), token.role().word(), token.rate(), token.created(), token.name());
  }

  private void revoke(Deque<String> rest) throws IOException {
    if (rest.size() != 1) throw new Wrong("say which: forge token revoke ID");
    if (!Files.isDirectory(data)) throw new Wrong("there is no data folder " + data);
    Optional<Token> token = file.revoke(rest.getFirst(), false);
    if (token.isEmpty())
      throw new Wrong("no token '" + rest.getFirst() + "'; see 'forge token list'");
    out.println("Revoked '" + token.get().name() + "' (" + token.get().role().word() + ").");
  }
}
