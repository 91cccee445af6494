package dev.weir.proxy.exchange;

import dev.weir.dialects.openai.AnswerFacts;
import dev.weir.schemas.event.Outcome;

/**
 * How a relayed exchange ended.
 *
 * @param status that the caller saw; 0 where none was sent
 * @param code of a refusal or failure; empty when all went well
 * @param taken whether the provider has the request and named no error, so that it may have spent
 *     tokens
 */
record Ending(Outcome outcome, int status, String code, boolean taken, AnswerFacts facts) {}
