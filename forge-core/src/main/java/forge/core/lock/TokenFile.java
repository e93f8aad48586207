// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import forge.core.data.Json;
import forge.live.Role;
import forge.live.Tokens.Created;
import forge.live.Tokens.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code store/tokens.json}: the tokens of a gateway. The gateway and the command line may both
 * write it, one at a time; whoever may write there owns the gateway anyway.
 */
final class TokenFile {

  private static final int ID = 4;
  private static final int SECRET = 32;

  /** When and how long, which tells whether somebody wrote it. */
  record Stamp(String text) {
    static final Stamp NONE = new Stamp("");
  }

  private final SecureRandom random = new SecureRandom();
  private final Path file;

  TokenFile(Path data) {
    file = data.resolve("store/tokens.json");
  }

  Stamp stamp() {
    try {
      var about = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(about.lastModifiedTime() + " " + about.size() + " " + about.fileKey());
    } catch (NoSuchFileException e) {
      return Stamp.NONE;
    } catch (IOException e) {
      return new Stamp(e.toString());
    }
  }

  /**
   * All of it, taken-back ones included.
   *
   * @throws IOException when it cannot be read, or is damaged
   */
  List<StoredToken> read() throws IOException {
    try {
      Map<?, ?> plain = (Map<?, ?>) Json.read(Files.readString(file));
      List<StoredToken> tokens = new ArrayList<>();
      for (Object token : (List<?>) plain.get("tokens"))
        tokens.add(StoredToken.read((Map<?, ?>) token));
      return tokens;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (RuntimeException e) {
      throw new IOException("store/tokens.json is damaged: " + e.getMessage(), e);
    }
  }

  /** Adds a new token. */
  Created create(String name, Role role, int rate, boolean told) throws IOException {
    byte[] id = new byte[ID];
    byte[] secret = new byte[SECRET];
    random.nextBytes(id);
    random.nextBytes(secret);
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var token = new Token(HexFormat.of().formatHex(id), name, role, rate, now);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    String whole = "forge_" + token.id() + "_" + text;
    var stored = new StoredToken(token, SlowHash.of(whole, random), false, told);
    change(
        tokens -> {
          List<StoredToken> more = new ArrayList<>(tokens);
          more.add(stored);
          return more;
        });
    return new Created(token, whole);
  }

  /** Takes one back; empty when there is none of that id. */
  Optional<Token> revoke(String id, boolean told) throws IOException {
    Optional<Token> known =
        read().stream()
            .filter(stored -> stored.token().id().equals(id) && !stored.revoked())
            .map(StoredToken::token)
            .findFirst();
    if (known.isPresent())
      change(
          tokens ->
              tokens.stream()
                  .map(one -> one.token().id().equals(id) ? one.asRevoked(told) : one)
                  .toList());
    return known;
  }

  /** Changes it whole, and returns when that survives a loss of power. */
  void change(UnaryOperator<List<StoredToken>> change) throws IOException {
    Files.createDirectories(file.getParent());
    Path lock = file.resolveSibling("tokens.lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        var held = channel.lock()) {
      write(change.apply(read()));
    }
  }

  private void write(List<StoredToken> tokens) throws IOException {
    Map<String, Object> plain = Map.of("tokens", tokens.stream().map(StoredToken::write).toList());
    byte[] bytes = (Json.pretty(Json.write(plain))).getBytes(StandardCharsets.UTF_8);
    Path part = file.resolveSibling("tokens.json.part");
    Files.deleteIfExists(part);
    createPrivate(part);
    try (FileChannel out = FileChannel.open(part, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) out.write(rest);
      out.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void createPrivate(Path part) throws IOException {
    boolean posix = part.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) Files.createFile(part);
    else
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
