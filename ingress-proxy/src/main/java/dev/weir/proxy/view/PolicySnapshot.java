package dev.weir.proxy.view;

import dev.weir.governance.policy.Policy;

/** A policy and its version, as an exchange keeps them. */
public record PolicySnapshot(long version, Policy policy) {}
