// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import forge.core.audit.AuditLog;
import forge.core.data.Digest;
import forge.live.ForgeEvent.Kind;
import forge.live.Role;
import forge.live.Tokens;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of this gateway, as their file has them: what the command line writes there counts
 * within a second. A token that was good once is known by a fast digest, in memory only.
 */
@Component
public final class TokenBook implements Tokens {

  private static final Logger LOG = LoggerFactory.getLogger(TokenBook.class);
  private static final Pattern TOKEN = Pattern.compile("forge_([0-9a-f]{8})_[A-Za-z0-9_-]{43}");
  private static final long LOOK_NANOS = 500_000_000;

  /** Slow checks at once: a guesser gets one core of the machine for a moment, never all. */
  private static final int CHECKS = 1;

  private static final int REMEMBERED = 10_000;

  private final TokenFile file;
  private final AuditLog audit;
  private final boolean listensToOthers;
  private final Semaphore slow = new Semaphore(CHECKS);
  private final Guesses guesses = new Guesses();
  private final Map<String, Token> known = new ConcurrentHashMap<>();
  private volatile Book book = new Book(TokenFile.Stamp.NONE, Map.of(), false);
  private volatile long looked;

  /** The file as it was read. */
  private record Book(TokenFile.Stamp stamp, Map<String, StoredToken> tokens, boolean damaged) {}

  /** The tokens of the data folder that {@code forge.data} names. */
  @Activate
  public TokenBook(BundleContext context, @Reference AuditLog audit) {
    this(
        Path.of(context.getProperty("forge.data")),
        isOther(context.getProperty("forge.host")),
        audit);
  }

  TokenBook(Path data, boolean listensToOthers, AuditLog audit) {
    this.file = new TokenFile(data);
    this.listensToOthers = listensToOthers;
    this.audit = audit;
    load();
  }

  /** Whether other machines reach this address; one that cannot be read is none of ours. */
  private static boolean isOther(String host) {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }

  @Override
  public boolean required() {
    look();
    return listensToOthers || book.damaged || !book.tokens.isEmpty();
  }

  @Override
  public Check check(String secret, String from) {
    look();
    Matcher parts = TOKEN.matcher(secret);
    if (!parts.matches()) return new Check(Verdict.BAD, Optional.empty());
    StoredToken stored = book.tokens.get(parts.group(1));
    if (stored == null) return new Check(Verdict.BAD, Optional.empty());
    String digest = Digest.sha256(secret.getBytes(StandardCharsets.UTF_8));
    Token token = known.get(digest);
    if (token != null) return new Check(Verdict.GOOD, Optional.of(token));
    return slowly(stored, secret, digest, from);
  }

  private Check slowly(StoredToken stored, String secret, String digest, String from) {
    if (guesses.isKnown(digest)) return new Check(Verdict.BAD, Optional.empty());
    if (guesses.tooMany(from)) return new Check(Verdict.LATER, Optional.empty());
    if (!enter()) return new Check(Verdict.LATER, Optional.empty());
    try {
      if (!stored.hash().matches(secret)) {
        guesses.add(digest, from);
        return new Check(Verdict.BAD, Optional.empty());
      }
    } finally {
      slow.release();
    }
    Book now = book;
    if (now.tokens.get(stored.token().id()) != stored) return check(secret, from);
    if (known.size() < REMEMBERED) known.put(digest, stored.token());
    if (book != now) known.clear();
    return new Check(Verdict.GOOD, Optional.of(stored.token()));
  }

  /** A place in the queue of slow checks; those in it wait a few of them at most. */
  private boolean enter() {
    if (slow.getQueueLength() >= 16) return false;
    try {
      slow.acquire();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Reads the file again when somebody wrote it. */
  private void look() {
    long now = System.nanoTime();
    if (now - looked < LOOK_NANOS) return;
    looked = now;
    if (!file.stamp().equals(book.stamp)) load();
  }

  private synchronized void load() {
    looked = System.nanoTime();
    TokenFile.Stamp stamp = file.stamp();
    try {
      List<StoredToken> all = file.read();
      Map<String, StoredToken> tokens = new LinkedHashMap<>();
      for (StoredToken one : all) if (!one.revoked()) tokens.put(one.token().id(), one);
      book = new Book(stamp, tokens, false);
      tell(all);
    } catch (IOException e) {
      LOG.error("{}; no token is good until it is mended or deleted", e.getMessage());
      book = new Book(stamp, Map.of(), true);
    }
    known.clear();
  }

  /** What the command line did while nobody looked, or while we ran, is told now. */
  private void tell(List<StoredToken> all) {
    List<StoredToken> untold = all.stream().filter(one -> !one.told()).toList();
    if (untold.isEmpty()) return;
    for (StoredToken one : untold) tell(one.token(), !one.revoked(), "cli", "local");
    try {
      file.change(
          tokens ->
              tokens.stream().map(StoredToken::asTold).filter(one -> !one.revoked()).toList());
      book = new Book(file.stamp(), book.tokens, false);
    } catch (IOException e) {
      LOG.warn("store/tokens.json cannot be written; its news will be told again", e);
    }
  }

  private void tell(Token token, boolean made, String door, String author) {
    String what =
        "token '"
            + token.name()
            + "' ("
            + token.role().word()
            + ", "
            + token.id()
            + (made ? ") created" : ") revoked");
    LOG.info("{} by {}", what, author);
    try {
      audit.append(List.of(AuditLog.Told.of(Kind.SWITCHED, "", author, door, what)));
    } catch (IOException e) {
      LOG.error("{} by {} could not be written to the audit trail", what, author, e);
    }
  }

  @Override
  public synchronized Created create(String name, Role role, int rate, String door, String author) {
    try {
      Created created = file.create(name, role, rate, true);
      tell(created.token(), true, door, author);
      load();
      return created;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public List<Token> list() {
    look();
    return book.tokens.values().stream().map(StoredToken::token).toList();
  }

  @Override
  public synchronized Optional<Token> revoke(String id, String door, String author) {
    load();
    if (isLastAdmin(id))
      throw Rejected.because(
          Stage.SPEC,
          "token.last_admin",
          "id",
          "this is the last token of an admin, and nobody could make another over HTTP; make"
              + " another first, or use 'forge token revoke' on the gateway's own machine");
    try {
      Optional<Token> revoked = file.revoke(id, true);
      revoked.ifPresent(token -> tell(token, false, door, author));
      load();
      return revoked;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private boolean isLastAdmin(String id) {
    List<Token> admins = list().stream().filter(token -> token.role() == Role.ADMIN).toList();
    return admins.size() == 1 && admins.get(0).id().equals(id) && book.tokens.size() > 1;
  }

  private static Rejected unwritable(IOException e) {
    LOG.error("The tokens cannot be written", e);
    return Rejected.because(
        Stage.STORE,
        "store.unwritable",
        "",
        "the tokens cannot be written; free space or mend the rights of the data folder, then try"
            + " again");
  }
}
