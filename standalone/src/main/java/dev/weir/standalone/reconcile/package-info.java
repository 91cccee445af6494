/**
 * What a provider says that was used, against what Weir has charged: reading the exports of OpenAI
 * and Anthropic, and the differences.
 *
 * <p>Shapes of the exports: <a href="https://platform.openai.com/docs/api-reference/usage">OpenAI's
 * usage and costs</a>, and <a
 * href="https://platform.claude.com/docs/en/api/admin/usage_report/retrieve_messages">Anthropic's
 * usage report</a> and <a href="https://platform.claude.com/docs/en/api/admin/cost_report">cost
 * report</a>; the columns of the CSV files are those that the providers' consoles write.
 */
@NullMarked
package dev.weir.standalone.reconcile;

import org.jspecify.annotations.NullMarked;
