package dev.weir.proxy.upstream;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

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

  public NearConnector(Server server, int selectors, ConnectionFactory... factories) {
    super(server, new ResumeHere(server.getThreadPool()), null, null, 0, selectors, factories);
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
        super.onAcceptFailed(channel, failure, attachment);
      }
    }
  }
}
