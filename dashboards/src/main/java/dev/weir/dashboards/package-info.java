/**
 * What people look at: Grafana boards and Prometheus rules, as resources and as what a test needs.
 */
@NullMarked
package dev.weir.dashboards;

import org.jspecify.annotations.NullMarked;
