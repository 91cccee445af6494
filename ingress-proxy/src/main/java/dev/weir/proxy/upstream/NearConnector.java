package dev.weir.proxy.upstream;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server connector whose selectors also serve connections to providers, so that both sides of an
 * exchange live on one thread.
 */
public final class NearConnector extends ServerConnector {

  /** What becomes of a connection that was asked for. */
  interface Dial {

    Connection connected(EndPoint endPoint);

    void failed();
  }

  private static final ThreadLocal<@Nullable ManagedSelector> CHOSEN = new ThreadLocal<>();

  private static final Logger LOGGER = LoggerFactory.getLogger(NearConnector.class);

  /** While the room is full. */
  private static final long LOOK_FOR_IDLE_MILLIS = 250;

  /** A caller that has just had its answer may be about to ask again. */
  private static final long IDLE_MILLIS = 1_000;

  /** The share of all connections that are closed at once at most. */
  private static final int IDLE_CLOSED_PART = 16;

  private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** What accepts, where it is paused or once was. */
  private record Acceptor(ManagedSelector selector, SelectionKey key) {}

  private final ConnectionRoom room;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Acceptor acceptor;
  private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - WARN_NANOS);

  /**
   * @param room of callers' connections; those to providers are counted elsewhere
   */
  public NearConnector(
      Server server, int selectors, ConnectionRoom room, ConnectionFactory... factories) {
    super(server, new ResumeHere(server.getThreadPool()), null, null, 0, selectors, factories);
    this.room = room;
  }

  /** The selector of a caller's connection; null where another connector serves it. */
  static @Nullable ManagedSelector selectorOf(EndPoint endPoint) {
    return endPoint instanceof NearEndPoint near ? near.selector() : null;
  }

  /**
   * Watches a caller's connection while an exchange on it waits: {@code gone} runs on the selector,
   * once, when the caller hangs up. The watch ends when the connection reads on. May be called on
   * any thread, after the request's body was read whole; does nothing for the connection of another
   * connector.
   */
  public static void watch(EndPoint endPoint, Runnable gone) {
    if (endPoint instanceof NearEndPoint near) {
      near.watch(gone);
    }
  }

  /**
   * Says whether a request of a caller's connection is being served: then its body may come as
   * slowly as its own deadline lets it.
   */
  public static void serves(EndPoint endPoint, boolean whether) {
    if (endPoint instanceof NearEndPoint near) {
      near.serves(whether);
    }
  }

  /** Opens a connection that the given selector serves; may block to look the name up. */
  void dial(SocketAddress address, ManagedSelector selector, Dial dial) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean connected = channel.connect(address);
      CHOSEN.set(selector);
      if (connected) {
        getSelectorManager().accept(channel, dial);
      } else {
        getSelectorManager().connect(channel, dial);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    } finally {
      CHOSEN.remove();
    }
  }

  /**
   * Gives the port back; connections that are open stay. Jetty leaves it bound without acceptors.
   */
  @Override
  public void close() {
    room.close();
    Object port = getTransport();
    super.close();
    if (port instanceof Closeable closeable) {
      IO.close(closeable);
    }
  }

  /**
   * On the acceptor's selector. Not {@link #setAccepting}: it takes the acceptor off its selector,
   * and one that is put back before the selector has seen that closes the port.
   */
  private void pause(SelectableChannel server) {
    for (ManagedSelector selector : getSelectorManager().getBeans(ManagedSelector.class)) {
      SelectionKey key = server.keyFor(selector.getSelector());
      if (key != null && key.isValid()) {
        key.interestOps(0);
        acceptor = new Acceptor(selector, key);
      }
    }
    warn();
    makeRoom();
  }

  /** On any thread. */
  private void resume() {
    Acceptor paused = acceptor;
    if (paused != null) {
      paused.selector.submit(_ -> {
        if (paused.key.isValid()) {
          paused.key.interestOps(SelectionKey.OP_ACCEPT);
        }
      });
    }
  }

  private void warn() {
    long now = System.nanoTime();
    long warned = warnedNanos.get();
    if (now - warned >= WARN_NANOS && warnedNanos.compareAndSet(warned, now)) {
      LOGGER
          .atWarn()
          .addKeyValue("connections", room.max())
          .log(
              "all connections of callers are taken; new ones wait."
                  + " Raise proxy.connections-max, or add a proxy");
    }
  }

  /**
   * Closes connections that wait for a request, and looks again for as long as there is no room.
   */
  private void makeRoom() {
    if (looking.compareAndSet(false, true)) {
      getExecutor().execute(this::closeIdle);
      var _ = getScheduler().schedule(this::lookAgain, LOOK_FOR_IDLE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void lookAgain() {
    looking.set(false);
    if (!room.isAccepting() && isRunning()) {
      makeRoom();
    }
  }

  private void closeIdle() {
    getConnectedEndPoints().stream()
        .filter(NearEndPoint.class::isInstance)
        .map(NearEndPoint.class::cast)
        .filter(NearConnector::isIdle)
        .sorted(Comparator.comparingLong(NearEndPoint::getIdleFor).reversed())
        .limit(Math.max(1, room.max() / IDLE_CLOSED_PART))
        .forEach(each -> each.selector().submit(_ -> closeIfIdle(each)));
  }

  private static boolean isIdle(NearEndPoint connection) {
    return connection.isIdle() && connection.getIdleFor() >= IDLE_MILLIS;
  }

  /** On the connection's selector, which reads requests: none can come in between. */
  private void closeIfIdle(NearEndPoint connection) {
    if (isIdle(connection) && connection.isOpen()) {
      room.closedIdle();
      connection.close();
    }
  }

  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new NearSelectors(executor, scheduler, selectors);
  }

  private final class NearSelectors extends ServerConnectorManager {

    NearSelectors(Executor executor, Scheduler scheduler, int selectors) {
      super(executor, scheduler, selectors);
    }

    @Override
    protected @Nullable SelectableChannel doAccept(SelectableChannel server) throws IOException {
      if (!room.admits(() -> pause(server))) {
        return null;
      }
      SelectableChannel channel = super.doAccept(server);
      if (channel != null) {
        room.take(channel);
      }
      return channel;
    }

    @Override
    protected void accepted(SelectableChannel channel) throws IOException {
      try {
        super.accepted(channel);
      } catch (IOException | RuntimeException e) {
        release(channel);
        throw e;
      }
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
      if (endPoint instanceof NearEndPoint near) {
        release(near.getChannel());
      }
      super.endPointClosed(endPoint);
    }

    private void release(SelectableChannel channel) {
      room.release(channel, NearConnector.this::resume);
    }

    @Override
    protected ManagedSelector chooseSelector() {
      ManagedSelector chosen = CHOSEN.get();
      return chosen == null ? super.chooseSelector() : chosen;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
      if (key.attachment() instanceof Dial) {
        return super.newEndPoint(channel, selector, key);
      }
      NearEndPoint endPoint =
          new NearEndPoint(
              (SocketChannel) channel, selector, key, getScheduler(), getByteBufferPool());
      endPoint.setIdleTimeout(getIdleTimeout());
      return endPoint;
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint endPoint, @Nullable Object attachment)
        throws IOException {
      return attachment instanceof Dial dial
          ? dial.connected(endPoint)
          : super.newConnection(channel, endPoint, attachment);
    }

    @Override
    protected void connectionFailed(
        SelectableChannel channel, Throwable failure, @Nullable Object attachment) {
      if (attachment instanceof Dial dial) {
        dial.failed();
      } else {
        super.connectionFailed(channel, failure, attachment);
      }
    }

    @Override
    protected void onAcceptFailed(
        SelectableChannel channel, Throwable failure, @Nullable Object attachment) {
      if (attachment instanceof Dial dial) {
        dial.failed();
      } else {
        release(channel);
        super.onAcceptFailed(channel, failure, attachment);
      }
    }
  }
}
