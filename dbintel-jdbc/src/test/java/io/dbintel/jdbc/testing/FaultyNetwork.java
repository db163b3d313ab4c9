package io.dbintel.jdbc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server that fails when it is told to: an address on the loopback that passes all on to
 * a server, or refuses, or accepts and says nothing, or breaks off.
 *
 * <p>A link that fell silent stays so, as one does whose way was lost: nothing that was sent comes
 * through later, and no end of the other side is told. Only new links find the way that is open
 * again. Thread-safe.
 */
public final class FaultyNetwork implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final int number = NUMBER.incrementAndGet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile int server;
  private volatile Way way = Way.OPEN;
  private volatile ServerSocket listener;

  /** What becomes of a new link. */
  private enum Way {
    OPEN,
    SILENT,
    BROKEN
  }

  private FaultyNetwork(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    accepting(listener);
  }

  /** An open way to a server of this machine. */
  public static FaultyNetwork to(EmbeddedServer server) {
    try {
      return new FaultyNetwork(server.port());
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** The URL of a database on this way. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + '/' + database;
  }

  /** Lets new links through again. */
  public void open() {
    way = Way.OPEN;
    if (listener.isClosed()) {
      try {
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener = again;
        accepting(again);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }

  /** Breaks every link off and refuses new ones, as a machine does on which nobody listens. */
  public void refuse() {
    quietly(listener);
    links.forEach(Link::reset);
  }

  /** Says nothing any more on any link; new ones are accepted, and hear nothing either. */
  public void fallSilent() {
    way = Way.SILENT;
    links.forEach(link -> link.fallSilentAfter(0));
  }

  /** The same, but every link that is there brings so many bytes of the server's before. */
  public void fallSilentAfter(long bytes) {
    way = Way.SILENT;
    links.forEach(link -> link.fallSilentAfter(bytes));
  }

  /** Breaks every link off without a farewell, those that are there and those that come. */
  public void reset() {
    way = Way.BROKEN;
    links.forEach(Link::reset);
  }

  /** Leads to another server from now on; links to the one before break off. */
  public void leadTo(EmbeddedServer other) {
    server = other.port();
    links.forEach(Link::reset);
  }

  /** How many links there have been. */
  public int accepted() {
    return accepted.get();
  }

  /** How many links there are. */
  public int links() {
    return links.size();
  }

  @Override
  public void close() {
    quietly(listener);
    links.forEach(Link::reset);
  }

  private void accepting(ServerSocket at) {
    start(
        "accept",
        () -> {
          while (!at.isClosed()) {
            try {
              accept(at.accept());
            } catch (IOException closed) {
              // By us: the loop ends.
            }
          }
        });
  }

  private void accept(Socket client) {
    switch (way) {
      case BROKEN -> reset(client);
      case SILENT -> begin(new Link(client, null));
      case OPEN -> {
        try {
          Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
          begin(new Link(client, there));
        } catch (IOException nobodyListens) {
          reset(client);
        }
      }
    }
  }

  private void begin(Link link) {
    accepted.incrementAndGet();
    links.add(link);
    link.start();
  }

  private void start(String role, Runnable task) {
    Thread thread = new Thread(task, "network-" + number + '-' + role);
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes at once and with a reset: nobody reads what was still on its way. */
  private static void reset(@Nullable Socket socket) {
    if (socket != null) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException gone) {
        // Then there is nothing to reset.
      }
      quietly(socket);
    }
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception gone) {
      // Closed is closed.
    }
  }

  /** Two connections, and what goes from one to the other. */
  private final class Link {
    private final Socket client;
    private final @Nullable Socket there;
    private final AtomicLong room;

    Link(Socket client, @Nullable Socket there) {
      this.client = client;
      this.there = there;
      room = new AtomicLong(there == null ? 0 : Long.MAX_VALUE);
    }

    void start() {
      Socket other = there;
      FaultyNetwork.this.start("up", () -> pass(client, other, false));
      if (other != null) {
        FaultyNetwork.this.start("down", () -> pass(other, client, true));
      }
    }

    void fallSilentAfter(long bytes) {
      room.set(bytes);
    }

    void reset() {
      FaultyNetwork.reset(client);
      FaultyNetwork.reset(there);
      links.remove(this);
    }

    private void pass(Socket from, @Nullable Socket to, boolean fromServer) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to == null ? OutputStream.nullOutputStream() : to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, passing(read, fromServer));
          out.flush();
        }
      } catch (IOException broken) {
        // One side is gone: the other follows.
      }
      if (!fromServer || room.get() > 0) {
        quietly(client);
        if (there != null) {
          quietly(there);
        }
        links.remove(this);
      }
    }

    /** How many of these bytes come through. */
    private int passing(int bytes, boolean fromServer) {
      long left = room.get();
      if (!fromServer) {
        return left > 0 ? bytes : 0;
      }
      int some = (int) Math.min(bytes, left);
      if (left != Long.MAX_VALUE) {
        room.addAndGet(-some);
      }
      return some;
    }
  }
}
