// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.api.SkillResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ManagedSelector.Selectable;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A port whose server has lost a thread, as it does where there is no memory left. */
class SkillPortTest {

  private static final String CALL =
      "POST /api/v1/skills/demo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 2\r\n\r\n{}";

  @RegisterExtension final Door door = new Door();

  private final CountDownLatch called = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** There is not even enough memory for the line that tells of it. */
  private static final class NoMemory extends OutOfMemoryError {
    private static final long serialVersionUID = 1;

    @Override
    public void printStackTrace(PrintWriter out) {
      throw this;
    }
  }

  /** Ends the thread that tells it that something was selected. */
  private static final class Deadly implements Selectable {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Runnable onSelected() {
      return null;
    }

    @Override
    public void updateKey() {
      ended.countDown();
      throw new NoMemory();
    }

    @Override
    public void replaceKey(SelectionKey key) {}
  }

  @BeforeEach
  void skills() throws Exception {
    try (Socket first = connect()) {
      first.shutdownOutput(); // the port before this one still accepts it
      assertThat(first.getInputStream().read()).isEqualTo(-1);
    }
    door.core.put("demo", (request, context) -> SkillResult.ok(Map.of("demo", 1)));
    door.core.put(
        "slow",
        (request, context) -> {
          called.countDown();
          return SkillResult.ok(goOn.await(60, SECONDS));
        });
  }

  private void loseTheSelectingThread() throws Exception {
    Deadly deadly = new Deadly();
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().write(ByteBuffer.wrap(new byte[1]));
    for (ManagedSelector selector :
        door.connector().getSelectorManager().getBeans(ManagedSelector.class))
      selector.submit(nio -> register(pipe, nio, deadly));
    assertThat(deadly.ended.await(10, SECONDS)).isTrue();
  }

  private static void register(Pipe pipe, Selector nio, Selectable selectable) {
    try {
      pipe.source().register(nio, SelectionKey.OP_READ, selectable);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", door.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    socket.getOutputStream().write(CALL.getBytes(ISO_8859_1));
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(12), ISO_8859_1);
  }

  @Test
  void servesThoseWhoConnectedWhileNobodySelected() throws Exception {
    loseTheSelectingThread();
    try (Socket socket = connect()) {
      assertThat(answer(socket)).isEqualTo("HTTP/1.1 200");
    }
    assertThat(door.post("/api/v1/skills/demo", "{}").status()).isEqualTo(200);
  }

  @Test
  void hangsUpOnThoseWhoseSelectorIsLost() throws Exception {
    try (Socket idle = connect()) {
      assertThat(answer(idle)).isEqualTo("HTTP/1.1 200");
      idle.getInputStream().skipNBytes(idle.getInputStream().available());
      loseTheSelectingThread();
      assertThat(idle.getInputStream().readAllBytes()).isNotNull(); // to its end, in time
    }
    await().until(() -> door.connector().getConnectedEndPoints().isEmpty());
  }

  @Test
  void letsACallInHandEnd() throws Exception {
    var slow = CompletableFuture.supplyAsync(() -> door.post("/api/v1/skills/slow", "{}").status());
    assertThat(called.await(10, SECONDS)).isTrue();
    loseTheSelectingThread();
    try (Socket other = connect()) {
      assertThat(answer(other)).isEqualTo("HTTP/1.1 200");
      goOn.countDown();
    }
    assertThat(slow).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(200);
  }

  @Test
  void hangsUpOnOneItCannotTakeIn() throws Exception {
    door.connector().setAcceptedSendBufferSize(0); // which no socket can have
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void goesOnAcceptingAfterAnErrorThatCannotEvenBeLogged() throws Exception {
    AcceptListener full =
        new AcceptListener() {
          @Override
          public void onAccepting(SelectableChannel channel) {
            throw new NoMemory();
          }
        };
    door.connector().getSelectorManager().addEventListener(full);
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    door.connector().getSelectorManager().removeEventListener(full);
    try (Socket socket = connect()) {
      assertThat(answer(socket)).isEqualTo("HTTP/1.1 200");
    }
  }
}
