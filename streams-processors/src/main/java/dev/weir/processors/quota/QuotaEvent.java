package dev.weir.processors.quota;

import dev.weir.schemas.event.QuotaDemand;
import dev.weir.schemas.event.Usage;

/** What moves the credit of an account. */
sealed interface QuotaEvent {

  /** Usage came, once. */
  record Spent(Usage usage) implements QuotaEvent {}

  /** A proxy asks, gives back, or says that it lives. */
  record Demanded(QuotaDemand demand) implements QuotaEvent {}
}
