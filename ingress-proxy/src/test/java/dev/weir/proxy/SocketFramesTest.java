package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that no client library sends, over a bare socket. */
final class SocketFramesTest extends RealtimeCase {

  private static final int TEXT = 0x81;

  private static final int FIRST_OF_TEXT = 0x01;

  private static final int CONTINUATION = 0x00;

  private static final int CLOSE = 0x8;

  /** A caller that frames by hand. */
  private final class Raw implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;

    Raw() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
    }

    String handshake(String lines) throws IOException {
      write(
          ("GET /v1/realtime?model=small HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + TestKeys.KEY.reveal()
                  + "\r\n"
                  + lines
                  + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      return head.substring(0, head.indexOf("\r\n"));
    }

    void open() throws IOException {
      assertThat(
              handshake(
                  """
                  Upgrade: websocket\r
                  Connection: Upgrade\r
                  Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                  Sec-WebSocket-Extensions: permessage-deflate\r
                  Sec-WebSocket-Version: 13\r
                  """))
          .isEqualTo("HTTP/1.1 101 Switching Protocols");
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** A masked frame; the mask of zeros leaves the payload as it is. */
    void frame(int first, byte[] payload) throws IOException {
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(first);
      frame.write(0x80 | payload.length);
      frame.writeBytes(new byte[4]);
      frame.writeBytes(payload);
      write(frame.toByteArray());
    }

    /** The code of the close frame that comes next. */
    int closed() throws IOException {
      int first = in.readUnsignedByte();
      byte[] payload = in.readNBytes(in.readUnsignedByte() & 0x7f);
      assertThat(first & 0xf).isEqualTo(CLOSE);
      return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void refusesAFrameThatIsNotMasked() throws Exception {
    try (Raw caller = new Raw()) {
      caller.open();
      caller.write(new byte[] {(byte) TEXT, 2, '{', '}'});

      assertThat(caller.closed()).isEqualTo(1002);
    }
  }

  @Test
  void refusesTextThatIsNoUtf8() throws Exception {
    try (Raw caller = new Raw()) {
      caller.open();
      caller.frame(TEXT, new byte[] {'"', (byte) 0xc3, '"'});

      assertThat(caller.closed()).isEqualTo(1007);
    }
  }

  @Test
  void takesACharacterThatIsSplitBetweenFrames() throws Exception {
    byte[] message = "{\"type\":\"é\"}".getBytes(StandardCharsets.UTF_8);
    try (Raw caller = new Raw()) {
      caller.open();
      for (int i = 0; i < message.length; i++) {
        int kind = i == 0 ? FIRST_OF_TEXT : CONTINUATION;
        caller.frame(i == message.length - 1 ? kind | 0x80 : kind, new byte[] {message[i]});
      }

      assertThat(provider.session().heard()).isEqualTo("{\"type\":\"é\"}");
    }
  }

  @Test
  void refusesAMessageOfTooManyFrames() throws Exception {
    try (Raw caller = new Raw()) {
      caller.open();
      caller.frame(FIRST_OF_TEXT, new byte[] {'{'});
      for (int i = 0; i < TestGateway.SOCKET_LIMITS.fragmentsMax(); i++) {
        caller.frame(CONTINUATION, new byte[] {' '});
      }

      assertThat(caller.closed()).isEqualTo(1008);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 426",
    "'Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13', 426",
    "'Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Key: a|Sec-WebSocket-Version: 8', 426",
    "'Upgrade: websocket|Sec-WebSocket-Key: a|Sec-WebSocket-Version: 13', 400"
  })
  void refusesAHandshakeThatIsNone(String lines, int status) throws Exception {
    try (Raw caller = new Raw()) {
      String head = caller.handshake(lines.isEmpty() ? "" : lines.replace("|", "\r\n") + "\r\n");

      assertThat(head).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void cutsOffACallerThatDoesNotReadAndStopsListeningToTheProvider() throws Exception {
    String text = "{\"type\":\"x\",\"text\":\"" + "x".repeat(16_000) + "\"}";
    try (Raw caller = new Raw()) {
      caller.open();
      ScriptedSocket.Session session = provider.session();
      for (int i = 0; i < 2_000; i++) {
        session.say(text);
      }

      assertThat(session.closed()).isEqualTo(1000);
      gateway.close();
      assertThat(gateway.bodies.claimedBytes()).isZero();
    }
  }
}
