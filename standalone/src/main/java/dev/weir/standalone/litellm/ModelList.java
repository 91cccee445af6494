package dev.weir.standalone.litellm;

import dev.weir.governance.policy.ProviderKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads {@code model_list}: which models stand behind which name. */
final class ModelList {

  private static final Map<String, String> COSTS =
      new TreeMap<>(
          Map.of(
              "input_cost_per_token", "input",
              "output_cost_per_token", "output",
              "cache_read_input_token_cost", "cache-read",
              "cache_creation_input_token_cost", "cache-write",
              "output_cost_per_reasoning_token", "reasoning"));

  private static final int NAME_MAX = 200;
  private static final long TIMEOUT_MAX_SECONDS = 600;

  private final Draft draft;
  private final Findings findings;
  private final OptionalLong usualTimeoutSeconds;
  private final Secrets secrets = new Secrets();
  private final Map<String, List<Deployment>> groups = new LinkedHashMap<>();

  /** {@code usualTimeoutSeconds}: of deployments that state none. */
  ModelList(Draft draft, Findings findings, OptionalLong usualTimeoutSeconds) {
    this.draft = draft;
    this.findings = findings;
    this.usualTimeoutSeconds = usualTimeoutSeconds;
  }

  /** By the name that callers use, in the order of the file. */
  Map<String, List<Deployment>> read(List<Object> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Section entry = new Section("model_list[" + i + "]", entries.get(i), findings);
      read(entry);
      Known.reportRest(entry, Known.MODEL);
    }
    return groups;
  }

  private void read(Section entry) {
    Optional<String> name = entry.text("model_name");
    Section params = entry.section("litellm_params");
    Section info = entry.section("model_info");
    Optional<String> model = params.text("model");
    if (name.isEmpty() || model.isEmpty()) {
      entry.report(
          "model_name", Fate.MANUAL, "needs model_name and litellm_params.model; left out");
      leftOut(Fate.MANUAL, params, info);
      return;
    }
    if (name.get().length() > NAME_MAX || model.get().length() > NAME_MAX) {
      entry.report("model_name", Fate.MANUAL, "longer than " + NAME_MAX + "; left out");
      leftOut(Fate.MANUAL, params, info);
      return;
    }
    if (name.get().contains("*") || model.get().contains("*")) {
      entry.report("model_name", Fate.UNSUPPORTED, "a pattern; name each model, it was left out");
      params.report("model", Fate.UNSUPPORTED, "left out with its model");
      leftOut(Fate.UNSUPPORTED, params, info);
      return;
    }
    int slash = model.get().indexOf('/');
    Optional<Vendor> vendor =
        slash < 0 ? Vendor.guessed(model.get()) : Vendor.of(model.get().substring(0, slash));
    if (vendor.isEmpty()) {
      params.report("model", Fate.UNSUPPORTED, "Weir does not know who serves it; it was left out");
      leftOut(Fate.UNSUPPORTED, params, info);
      return;
    }
    String upstream = model.get().substring(slash + 1);
    Optional<String> url = url(params, vendor.get());
    if (url.isEmpty()) {
      leftOut(Fate.MANUAL, params, info);
      return;
    }
    params.report("model", Fate.EXACT, "is a model and its provider");
    String provider = provider(params, vendor.get(), url.get());
    prices(params, provider, upstream);
    prices(info, provider, upstream);
    Deployment deployment = new Deployment(provider, upstream, traits(info), share(params, entry));
    groups.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(deployment);
    entry.report("model_name", Fate.EXACT, "is the name that callers use");
    Known.reportDropping(params);
    Known.reportRest(params, Known.PARAMS);
    Known.reportRest(info, Known.INFO);
  }

  private static void leftOut(Fate fate, Section params, Section info) {
    Known.reportLeftOut(params, fate);
    Known.reportLeftOut(info, fate);
  }

  private String provider(Section params, Vendor vendor, String url) {
    ProviderKind kind = vendor.kind();
    if (kind == ProviderKind.OPENAI && !url.startsWith("https://api.openai.com")) {
      kind = ProviderKind.OPENAI_COMPATIBLE;
    }
    Optional<String> credential = secrets.reference(params, vendor);
    if (kind == ProviderKind.VERTEX) {
      params.report(
          "vertex_credentials",
          Fate.MANUAL,
          (params.has("vertex_credentials") ? "not copied" : "not stated")
              + "; docs/operations/credentials.md says how Weir takes an account of Google");
    }
    if (kind == ProviderKind.BEDROCK) {
      for (String key :
          List.of("aws_access_key_id", "aws_secret_access_key", "aws_session_token")) {
        params.reportIfSet(
            key,
            Fate.MANUAL,
            "not copied; docs/operations/credentials.md says how Weir takes keys of AWS");
      }
      if (!params.has("api_key") && !params.has("aws_access_key_id")) {
        params.report(
            "api_key",
            Fate.MANUAL,
            "not stated: LiteLLM would look through AWS's default chain (environment, profile,"
                + " role), which Weir does not; the policy expects a Bedrock API key in the"
                + " environment variable AWS_BEARER_TOKEN_BEDROCK, or give it keys of AWS");
      }
    }
    String apiVersion = params.text("api_version").orElse("");
    if (kind == ProviderKind.AZURE_OPENAI && apiVersion.isEmpty()) {
      apiVersion = "2025-04-01-preview";
      params.report("api_version", Fate.MANUAL, "was not stated; look at what was put in");
    } else if (!apiVersion.isEmpty() && kind != ProviderKind.AZURE_OPENAI) {
      params.report("api_version", Fate.UNSUPPORTED, "only Azure takes one");
      apiVersion = "";
    } else if (!apiVersion.isEmpty()) {
      params.report("api_version", Fate.EXACT, "is the provider's api-version");
    }
    return draft.provider(
        new Draft.DraftProvider(kind, url, credential, apiVersion, timeout(params)), vendor.name());
  }

  /** The base URL; nothing where there is none, which is reported. */
  private Optional<String> url(Section params, Vendor vendor) {
    String key = params.has("api_base") ? "api_base" : "base_url";
    Optional<String> given = params.text(key);
    if (given.isPresent()) {
      Optional<String> url = baseUrl(given.get());
      params.report(
          key,
          url.isPresent() ? Fate.EXACT : Fate.MANUAL,
          url.isPresent()
              ? "is the provider's url"
              : "is no plain http(s) address, and a reference cannot stand there; the model was"
                  + " left out");
      return url.map(it -> vendor.isOllama() ? it + "/v1" : it);
    }
    if (vendor.kind() == ProviderKind.BEDROCK) {
      return region(params, "aws_region_name")
          .map(region -> "https://bedrock-runtime." + region + ".amazonaws.com");
    }
    if (vendor.kind() == ProviderKind.VERTEX) {
      Optional<String> region = region(params, "vertex_location");
      Optional<String> project = region(params, "vertex_project");
      return region.flatMap(at ->
          project.map(it ->
              "https://%s-aiplatform.googleapis.com/v1/projects/%s/locations/%s/publishers/google"
                  .formatted(at, it, at)));
    }
    if (vendor.url().isEmpty()) {
      params.report("model", Fate.MANUAL, "needs api_base, which says where it is; left out");
      return Optional.empty();
    }
    return Optional.of(vendor.isOllama() ? vendor.url() + "/v1" : vendor.url());
  }

  private static Optional<String> region(Section params, String key) {
    Optional<String> region = params.text(key).filter(it -> it.matches("[a-z0-9-]{1,64}"));
    params.report(
        key,
        region.isPresent() ? Fate.EXACT : Fate.MANUAL,
        region.isPresent()
            ? "is part of the provider's url"
            : "needed in plain text for the provider's url; the model was left out");
    return region;
  }

  private static Optional<String> baseUrl(String text) {
    try {
      URI uri = URI.create(text);
      boolean fits =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
      return fits ? Optional.of(text.replaceAll("/+$", "")) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private OptionalLong timeout(Section params) {
    Optional<BigDecimal> whole = params.number("timeout");
    Optional<BigDecimal> stream = params.number("stream_timeout");
    String reason =
        "is the provider's timeouts.first-byte, at most 10 min: Weir limits the wait for the first"
            + " byte and between bytes, and not the whole answer";
    whole.ifPresent(_ -> params.report("timeout", Fate.APPROXIMATE, reason));
    stream.ifPresent(_ -> params.report("stream_timeout", Fate.APPROXIMATE, reason));
    return stream.or(() -> whole).map(ModelList::seconds).orElse(usualTimeoutSeconds);
  }

  static OptionalLong seconds(BigDecimal number) {
    BigDecimal whole = number.setScale(0, RoundingMode.CEILING);
    return OptionalLong.of(
        whole.min(BigDecimal.valueOf(TIMEOUT_MAX_SECONDS)).max(BigDecimal.ONE).longValueExact());
  }

  private static Optional<BigDecimal> share(Section params, Section entry) {
    Optional<BigDecimal> share = Optional.empty();
    for (Section each : List.of(params, entry)) {
      for (String key : List.of("weight", "rpm", "tpm")) {
        Optional<BigDecimal> number = each.number(key);
        if (number.isPresent()) {
          each.report(
              key,
              key.equals("weight") ? Fate.EXACT : Fate.APPROXIMATE,
              key.equals("weight")
                  ? "is a weight, where the name has several models"
                  : "is a weight, where the name has several models; Weir limits teams and not"
                      + " single models");
          share = share.or(() -> number);
        }
      }
    }
    return share;
  }

  private void prices(Section section, String provider, String model) {
    COSTS.forEach((key, type) ->
        section
            .number(key)
            .ifPresent(cost -> {
              boolean stands = draft.price(provider, model, type, cost);
              section.report(
                  key,
                  stands ? Fate.EXACT : Fate.MANUAL,
                  stands
                      ? "is a price of " + type + " tokens"
                      : "differs from the price of the same model elsewhere in the file; the first"
                          + " one was taken");
            }));
  }

  private static List<String> traits(Section info) {
    List<String> lines = new ArrayList<>();
    info.number("max_input_tokens")
        .flatMap(ModelList::tokens)
        .ifPresent(tokens -> {
          lines.add("context-tokens: " + tokens);
          info.report(
              "max_input_tokens",
              Fate.APPROXIMATE,
              "is context-tokens, which counts request and answer together");
        });
    info.number("max_output_tokens")
        .or(() -> info.number("max_tokens"))
        .flatMap(ModelList::tokens)
        .ifPresent(tokens -> {
          lines.add("max-output-tokens: " + tokens);
          info.report(
              info.has("max_output_tokens") ? "max_output_tokens" : "max_tokens",
              Fate.EXACT,
              "is max-output-tokens");
        });
    capabilities(info).ifPresent(lines::add);
    return lines;
  }

  private static Optional<String> tokens(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(number.setScale(0, RoundingMode.DOWN).toPlainString())
            .filter(it -> !it.equals("0"));
  }

  /** Only where the file speaks of tools and of images: the list says all that a model can. */
  private static Optional<String> capabilities(Section info) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("supports_vision", "images");
    names.put("supports_function_calling", "tools");
    names.put("supports_response_schema", "structured-output");
    names.put("supports_pdf_input", "documents");
    names.put("supports_audio_input", "audio");
    names.put("supports_reasoning", "reasoning");
    boolean whole = info.has("supports_vision") && info.has("supports_function_calling");
    List<String> able = new ArrayList<>();
    names.forEach((key, capability) -> {
      if (info.flag(key).orElse(false)) {
        able.add(capability);
      }
      info.reportIfSet(
          key,
          whole ? Fate.EXACT : Fate.MANUAL,
          whole
              ? "is among the model's capabilities or not"
              : "left out: the list of a model's capabilities has to name all that it can");
    });
    return whole ? Optional.of("capabilities: " + Yaml.list(able)) : Optional.empty();
  }
}
