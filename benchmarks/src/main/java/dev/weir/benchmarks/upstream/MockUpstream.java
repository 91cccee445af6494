package dev.weir.benchmarks.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider that answers at once: HTTP/1.1 with keep-alive on one thread and one selector.
 *
 * <p>The request's model chooses the {@link Scenario}. Every event carries the {@link
 * System#nanoTime} at which it was written; on one machine that clock is the same in every process,
 * so a reader knows how long an event was under way.
 *
 * <p>All state belongs to the thread that calls {@link #run}; {@link #close} may come from another.
 */
public final class MockUpstream implements Runnable, AutoCloseable {

  private static final int CONNECTIONS_MAX = 8_192;
  private static final int BACKLOG = 4_096;
  private static final long MILLI_NANOS = 1_000_000;

  /** How long to rest when every fast stream waits for its reader. */
  private static final long LOCKSTEP_REST_NANOS = 20_000;

  private final ServerSocketChannel listener;
  private final Selector selector;
  private final DeliveredEvents delivered;
  private final Answers answers = new Answers();
  private final ByteBuffer shared = ByteBuffer.allocateDirect(Connection.REQUEST_BYTES_MAX);
  private final PriorityQueue<EventStream> paced = new PriorityQueue<>();
  private final List<EventStream> fast = new ArrayList<>();

  private MockUpstream(ServerSocketChannel listener, Selector selector, DeliveredEvents delivered) {
    this.listener = listener;
    this.selector = selector;
    this.delivered = delivered;
  }

  /** Binds to loopback; port 0 takes a free one. */
  public static MockUpstream listen(int port, DeliveredEvents delivered) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    Selector selector = Selector.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    return new MockUpstream(listener, selector, delivered);
  }

  public int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  @Override
  public void run() {
    try {
      while (selector.isOpen()) {
        boolean wrotePaced = emitPaced(System.nanoTime());
        boolean wrote = emitFast() || wrotePaced;
        int ready = poll(wrote);
        if (ready == 0 && !wrote) {
          rest();
        }
      }
    } catch (ClosedSelectorException _) {
      // close() came while the loop waited.
    } catch (IOException e) {
      throw new IllegalStateException("the upstream's selector failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    selector.close();
  }

  private int poll(boolean wrote) throws IOException {
    if (!selector.isOpen()) {
      return 0;
    }
    if (wrote || !fast.isEmpty()) {
      return selector.selectNow(this::serve);
    }
    EventStream next = paced.peek();
    if (next == null) {
      return selector.select(this::serve, 1_000);
    }
    long waitMillis = (next.nextAt() - System.nanoTime()) / MILLI_NANOS;
    return waitMillis < 1
        ? selector.selectNow(this::serve)
        : selector.select(this::serve, waitMillis);
  }

  /**
   * Gives the core away for a moment. Between paced events that is a yield, because a timer is late
   * by more than the events are apart and would send them in bursts.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private void rest() {
    if (!fast.isEmpty()) {
      LockSupport.parkNanos(LOCKSTEP_REST_NANOS);
    } else if (!paced.isEmpty()) {
      Thread.yield();
    }
  }

  private void serve(SelectionKey key) {
    if (key.isValid() && key.isAcceptable()) {
      accept();
      return;
    }
    Connection connection = (Connection) Objects.requireNonNull(key.attachment());
    guarded(connection, () -> converse(key, connection));
  }

  private void converse(SelectionKey key, Connection connection) throws IOException {
    if (key.isWritable()) {
      connection.sendUnsent();
    }
    if (key.isReadable()) {
      if (connection.receive(shared)) {
        answer(connection);
      } else {
        connection.close();
      }
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listener.accept();
      if (channel == null) {
        return;
      }
      if (selector.keys().size() > CONNECTIONS_MAX) {
        channel.close();
        return;
      }
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new Connection(channel, key));
    } catch (IOException e) {
      System.err.println("accept: " + e.getMessage());
    }
  }

  private void answer(Connection connection) throws IOException {
    switch (RequestFrame.find(connection.received(), connection.length())) {
      case RequestFrame.Partial _ -> {
        if (connection.full()) {
          connection.send(answers.tooLarge());
          connection.close();
        }
      }
      case RequestFrame.Unsized _ -> {
        connection.send(answers.unsized());
        connection.close();
      }
      case RequestFrame.Whole(int bodyAt, int end) -> {
        if (connection.received()[0] == 'G') {
          connection.send(answers.models());
        } else {
          answer(connection, Ask.of(connection.received(), bodyAt, end));
        }
        connection.consume(end);
      }
    }
  }

  private void answer(Connection connection, Ask ask) throws IOException {
    switch (ask.scenario()) {
      case Scenario.Completion _ -> connection.send(answers.completion());
      case Scenario.Idle _ -> connection.send(answers.opening(System.nanoTime()));
      case Scenario.Paced scenario -> {
        long now = System.nanoTime();
        connection.send(answers.opening(now));
        continueOrEnd(EventStream.paced(connection, scenario, now), paced);
      }
      case Scenario.Fast scenario -> {
        OptionalInt slot = ask.slot();
        long before = slot.isPresent() ? delivered.count(slot.getAsInt()) : 0;
        long now = System.nanoTime();
        connection.send(answers.opening(now));
        continueOrEnd(EventStream.fast(connection, scenario, slot, before, now), fast);
      }
    }
  }

  private boolean emitPaced(long now) {
    boolean wrote = false;
    EventStream next = paced.peek();
    while (next != null && next.nextAt() <= now) {
      EventStream due = paced.remove();
      wrote |= guarded(due.connection(), () -> emit(due));
      if (due.connection().open() && !due.ended()) {
        paced.add(due);
      }
      next = paced.peek();
    }
    return wrote;
  }

  /** One event per stream and pass, so that no stream runs ahead of the others. */
  private boolean emitFast() {
    if (fast.isEmpty()) {
      return false;
    }
    boolean wrote = false;
    long now = System.nanoTime();
    for (EventStream stream : fast) {
      Connection connection = stream.connection();
      if (connection.writable() && stream.wanted(delivered)) {
        wrote |= guarded(connection, () -> emit(stream));
      } else if (stream.abandoned(now)) {
        var _ = guarded(connection, connection::close);
      }
    }
    fast.removeIf(stream -> stream.ended() || !stream.connection().open());
    return wrote;
  }

  private void emit(EventStream stream) throws IOException {
    if (!stream.connection().writable()) {
      stream.postpone();
      return;
    }
    long now = System.nanoTime();
    stream.connection().send(answers.event(now));
    stream.advance(now);
    if (stream.ended()) {
      stream.connection().send(answers.ending());
    }
  }

  private void continueOrEnd(EventStream stream, Collection<EventStream> running)
      throws IOException {
    if (stream.ended()) {
      stream.connection().send(answers.ending());
    } else {
      running.add(stream);
    }
  }

  /** Runs one step of one connection; when it fails, only that connection ends. */
  private static boolean guarded(Connection connection, Step step) {
    if (!connection.open()) {
      return false;
    }
    try {
      step.run();
      return true;
    } catch (IOException _) {
      try {
        connection.close();
      } catch (IOException e) {
        System.err.println("close: " + e.getMessage());
      }
      return false;
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Arguments: the port, and the file of {@link DeliveredEvents}. Ends when its input ends. */
  public static void main(String[] args) throws IOException {
    DeliveredEvents delivered = DeliveredEvents.map(Path.of(args[1]));
    try (MockUpstream upstream = listen(Integer.parseInt(args[0]), delivered)) {
      Thread.ofPlatform().daemon().name("upstream").start(upstream);
      System.out.println("listening " + upstream.port());
      while (System.in.read() >= 0) {
        // Whoever started this process holds the other end; its end is ours.
      }
    }
  }
}
