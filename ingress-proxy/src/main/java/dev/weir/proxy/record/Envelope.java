package dev.weir.proxy.record;

import dev.weir.schemas.topic.Topic;

/**
 * What stands around an event in the log.
 *
 * @param key the record's key, UTF-8; events of one key keep their order
 * @param eventId makes it one event, however often it is sent
 * @param traceparent the caller's W3C trace context; empty where there is none
 */
public record Envelope(Topic topic, String key, String eventId, String traceparent) {}
