package dev.weir.processors.alert;

import dev.weir.processors.store.OpenAlert;
import dev.weir.schemas.event.Alert;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/** Keeps an alert in the store as its topic would: a newer schema reads what an older one wrote. */
record AlertCodec(String topic, Serde<Alert> serde) {

  OpenAlert write(Alert alert, long heardMillis, long toldMillis) {
    return new OpenAlert(
        ByteBuffer.wrap(serde.serializer().serialize(topic, alert)), heardMillis, toldMillis);
  }

  Alert read(OpenAlert stored) {
    ByteBuffer bytes = stored.getAlert().duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return serde.deserializer().deserialize(topic, copy);
  }
}
