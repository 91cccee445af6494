package dev.weir.standalone.litellm;

import java.util.Map;

/** What becomes of settings that need no reading: each with its reason. */
final class Known {

  /** What becomes of a setting, whatever its value is. */
  record Answer(Fate fate, String reason) {}

  private static final Answer SHARED =
      new Answer(Fate.EXACT, "not needed: all proxies share what the log says");
  private static final Answer RECORDS =
      new Answer(
          Fate.MANUAL, "every exchange is recorded in the log's topics; let the tool read those");
  private static final Answer DATABASE =
      new Answer(Fate.EXACT, "not needed and not copied: the log is the only database");
  private static final Answer CALLER_DECIDES =
      new Answer(Fate.UNSUPPORTED, "Weir sends what the caller sends, and adds no parameters");
  private static final Answer AWS_CHAIN =
      new Answer(
          Fate.MANUAL,
          "Weir takes keys of AWS and assumes no roles; docs/operations/credentials.md says how");
  private static final Answer RETRIES =
      new Answer(Fate.APPROXIMATE, "Weir asks each model of a route once, and then the next one");
  private static final Answer BREAKERS =
      new Answer(Fate.APPROXIMATE, "Weir judges models by their own breakers, without settings");
  private static final Answer BUDGET =
      new Answer(
          Fate.MANUAL,
          "limits count tokens or requests: add one of tokens to teams.default.limits");
  private static final Answer LOGGING =
      new Answer(Fate.EXACT, "not needed: what a Weir process logs holds no content");
  private static final Answer CACHE =
      new Answer(Fate.UNSUPPORTED, "Weir has no cache of answers yet");
  private static final Answer GUARDS =
      new Answer(Fate.MANUAL, "write them as guards: docs/detection/guards.md says how");
  private static final Answer NOTE = new Answer(Fate.EXACT, "a note for people; not needed");

  static final Map<String, Answer> ROOT = Map.of("guardrails", GUARDS);
  static final Map<String, Answer> MODEL = Map.of("model_id", NOTE);

  static final Map<String, Answer> PARAMS =
      Map.ofEntries(
          Map.entry("temperature", CALLER_DECIDES),
          Map.entry("top_p", CALLER_DECIDES),
          Map.entry("max_tokens", CALLER_DECIDES),
          Map.entry("seed", CALLER_DECIDES),
          Map.entry("stop", CALLER_DECIDES),
          Map.entry("user", CALLER_DECIDES),
          Map.entry("stream", CALLER_DECIDES),
          Map.entry("reasoning_effort", CALLER_DECIDES),
          Map.entry("thinking", CALLER_DECIDES),
          Map.entry("extra_body", CALLER_DECIDES),
          Map.entry("extra_headers", CALLER_DECIDES),
          Map.entry("headers", CALLER_DECIDES),
          Map.entry("additional_drop_params", CALLER_DECIDES),
          Map.entry("aws_role_name", AWS_CHAIN),
          Map.entry("aws_session_name", AWS_CHAIN),
          Map.entry("aws_profile_name", AWS_CHAIN),
          Map.entry("aws_web_identity_token", AWS_CHAIN),
          Map.entry("aws_sts_endpoint", AWS_CHAIN),
          Map.entry("aws_external_id", AWS_CHAIN),
          Map.entry(
              "aws_bedrock_runtime_endpoint", new Answer(Fate.MANUAL, "is the provider's url")),
          Map.entry("organization", new Answer(Fate.UNSUPPORTED, "no such header is sent")),
          Map.entry("max_retries", RETRIES),
          Map.entry("num_retries", RETRIES),
          Map.entry("cooldown_time", BREAKERS),
          Map.entry("allowed_fails", BREAKERS),
          Map.entry("max_budget", BUDGET),
          Map.entry("budget_duration", BUDGET),
          Map.entry("max_parallel_requests", new Answer(Fate.UNSUPPORTED, "Weir limits teams")),
          Map.entry("tags", new Answer(Fate.MANUAL, "use a route, and a team's list of models")),
          Map.entry(
              "mock_response", new Answer(Fate.UNSUPPORTED, "use the built-in echo provider")),
          Map.entry("use_in_pass_through", new Answer(Fate.UNSUPPORTED, "not a model's setting")),
          Map.entry("litellm_credential_name", new Answer(Fate.MANUAL, "add a credential")),
          Map.entry("order", new Answer(Fate.MANUAL, "write a failover route in this order")));

  static final Map<String, Answer> INFO =
      Map.ofEntries(
          Map.entry("id", NOTE),
          Map.entry(
              "mode", new Answer(Fate.APPROXIMATE, "the request's path says what is asked for")),
          Map.entry(
              "base_model", new Answer(Fate.MANUAL, "prices name the upstream-model: add prices")),
          Map.entry("metadata", NOTE),
          Map.entry("description", NOTE),
          Map.entry("litellm_provider", NOTE),
          Map.entry("created_at", NOTE),
          Map.entry("updated_at", NOTE),
          Map.entry("access_groups", new Answer(Fate.MANUAL, "list the models of each team")),
          Map.entry("team_id", new Answer(Fate.MANUAL, "list the models of each team")),
          Map.entry("supported_environments", new Answer(Fate.UNSUPPORTED, "one policy a log")));

  static final Map<String, Answer> ROUTER =
      Map.ofEntries(
          Map.entry("num_retries", RETRIES),
          Map.entry("max_fallbacks", RETRIES),
          Map.entry("retry_after", RETRIES),
          Map.entry("retry_policy", RETRIES),
          Map.entry("model_group_retry_policy", RETRIES),
          Map.entry("allowed_fails", BREAKERS),
          Map.entry("allowed_fails_policy", BREAKERS),
          Map.entry("cooldown_time", BREAKERS),
          Map.entry("disable_cooldowns", BREAKERS),
          Map.entry("routing_strategy_args", BREAKERS),
          Map.entry("redis_host", SHARED),
          Map.entry("redis_port", SHARED),
          Map.entry("redis_password", SHARED),
          Map.entry("redis_url", SHARED),
          Map.entry("cache_responses", CACHE),
          Map.entry("cache_kwargs", CACHE),
          Map.entry("client_ttl", SHARED),
          Map.entry("set_verbose", LOGGING),
          Map.entry("debug_level", LOGGING),
          Map.entry("provider_budget_config", BUDGET),
          Map.entry(
              "enable_tag_filtering", new Answer(Fate.MANUAL, "use routes, and teams' models")),
          Map.entry("tag_filtering", new Answer(Fate.MANUAL, "use routes, and teams' models")),
          Map.entry(
              "enable_pre_call_checks",
              new Answer(Fate.MANUAL, "state context-tokens and use a first-capable route")),
          Map.entry(
              "context_window_fallbacks",
              new Answer(Fate.MANUAL, "state context-tokens and use a first-capable route")),
          Map.entry(
              "content_policy_fallbacks",
              new Answer(Fate.UNSUPPORTED, "a refusal by the model goes to the caller")));

  static final Map<String, Answer> LITELLM =
      Map.ofEntries(
          Map.entry("modify_params", CALLER_DECIDES),
          Map.entry("callbacks", RECORDS),
          Map.entry("success_callback", RECORDS),
          Map.entry("failure_callback", RECORDS),
          Map.entry("service_callbacks", RECORDS),
          Map.entry("callback_settings", RECORDS),
          Map.entry("s3_callback_params", RECORDS),
          Map.entry("langfuse_default_tags", RECORDS),
          Map.entry("turn_off_message_logging", LOGGING),
          Map.entry("redact_user_api_key_info", LOGGING),
          Map.entry("redact_messages_in_exceptions", LOGGING),
          Map.entry("set_verbose", LOGGING),
          Map.entry("json_logs", LOGGING),
          Map.entry("num_retries", RETRIES),
          Map.entry("allowed_fails", BREAKERS),
          Map.entry("cooldown_time", BREAKERS),
          Map.entry("cache", CACHE),
          Map.entry("cache_params", CACHE),
          Map.entry("max_budget", BUDGET),
          Map.entry("budget_duration", BUDGET),
          Map.entry("max_user_budget", BUDGET),
          Map.entry("max_end_user_budget", BUDGET),
          Map.entry("max_internal_user_budget", BUDGET),
          Map.entry("internal_user_budget_duration", BUDGET),
          Map.entry("default_internal_user_params", BUDGET),
          Map.entry("upperbound_key_generate_params", BUDGET),
          Map.entry("default_key_generate_params", BUDGET),
          Map.entry("default_team_settings", new Answer(Fate.MANUAL, "write each team into teams")),
          Map.entry("guardrails", GUARDS),
          Map.entry("ssl_verify", new Answer(Fate.UNSUPPORTED, "certificates are always checked")),
          Map.entry("force_ipv4", new Answer(Fate.UNSUPPORTED, "the machine decides")),
          Map.entry(
              "context_window_fallbacks",
              new Answer(Fate.MANUAL, "state context-tokens and use a first-capable route")),
          Map.entry(
              "content_policy_fallbacks",
              new Answer(Fate.UNSUPPORTED, "a refusal by the model goes to the caller")),
          Map.entry("enable_preview_features", NOTE),
          Map.entry("telemetry", new Answer(Fate.EXACT, "Weir calls nobody")));

  static final Map<String, Answer> GENERAL =
      Map.ofEntries(
          Map.entry(
              "master_key",
              new Answer(
                  Fate.MANUAL,
                  "not copied: callers have keys of their own, see 'weir key create'")),
          Map.entry("database_url", DATABASE),
          Map.entry("database_connection_pool_limit", DATABASE),
          Map.entry("database_connection_timeout", DATABASE),
          Map.entry("database_type", DATABASE),
          Map.entry("database_args", DATABASE),
          Map.entry("store_model_in_db", DATABASE),
          Map.entry("store_prompts_in_spend_logs", RECORDS),
          Map.entry("disable_spend_logs", RECORDS),
          Map.entry("disable_error_logs", RECORDS),
          Map.entry("proxy_batch_write_at", DATABASE),
          Map.entry("allow_requests_on_db_unavailable", DATABASE),
          Map.entry("alerting", new Answer(Fate.MANUAL, "read the topic of alerts, or Prometheus")),
          Map.entry("alerting_threshold", new Answer(Fate.MANUAL, "see the Prometheus rules")),
          Map.entry("alert_types", new Answer(Fate.MANUAL, "see the Prometheus rules")),
          Map.entry("alert_to_webhook_url", new Answer(Fate.MANUAL, "not copied")),
          Map.entry("health_check_interval", BREAKERS),
          Map.entry("background_health_checks", BREAKERS),
          Map.entry("max_parallel_requests", new Answer(Fate.UNSUPPORTED, "Weir limits teams")),
          Map.entry(
              "global_max_parallel_requests", new Answer(Fate.UNSUPPORTED, "Weir limits teams")),
          Map.entry("infer_model_from_keys", new Answer(Fate.UNSUPPORTED, "name each model")),
          Map.entry("completion_model", new Answer(Fate.UNSUPPORTED, "the caller names a model")),
          Map.entry("enforce_user_param", new Answer(Fate.UNSUPPORTED, "a key names its user")),
          Map.entry("allowed_routes", new Answer(Fate.UNSUPPORTED, "Weir's paths are fixed")),
          Map.entry(
              "pass_through_endpoints", new Answer(Fate.UNSUPPORTED, "Weir's paths are fixed")),
          Map.entry(
              "enable_jwt_auth", new Answer(Fate.MANUAL, "see the documentation of identities")),
          Map.entry(
              "litellm_jwtauth", new Answer(Fate.MANUAL, "see the documentation of identities")),
          Map.entry("custom_auth", new Answer(Fate.UNSUPPORTED, "keys and tokens only")),
          Map.entry("key_management_system", new Answer(Fate.MANUAL, "credentials are references")),
          Map.entry(
              "key_management_settings", new Answer(Fate.MANUAL, "credentials are references")),
          Map.entry("ui_access_mode", NOTE),
          Map.entry("maximum_spend_logs_retention_period", RECORDS));

  private Known() {}

  /** Reports what becomes of the wish to leave out what a provider does not take. */
  static void reportDropping(Section section) {
    boolean drops = section.flag("drop_params").orElse(false);
    section.reportIfSet(
        "drop_params",
        drops ? Fate.APPROXIMATE : Fate.MANUAL,
        drops
            ? "Weir leaves out what a provider cannot be told and names it in x-weir-dropped; what"
                + " makes the request another one it refuses"
            : "Weir leaves out what a provider cannot be told and names it in x-weir-dropped, unless"
                + " the team says 'translation: refuse'");
  }

  /** Reports each key of a section whose model is left out. */
  static void reportLeftOut(Section section, Fate fate) {
    for (String key : section.rest()) {
      section.report(key, fate, "left out with its model");
    }
  }

  /** Reports each key of the section that nobody has read. */
  static void reportRest(Section section, Map<String, Answer> answers) {
    for (String key : section.rest()) {
      Answer answer =
          answers.getOrDefault(
              key, new Answer(Fate.UNSUPPORTED, "Weir knows no such setting of LiteLLM"));
      section.report(key, answer.fate(), answer.reason());
    }
  }
}
