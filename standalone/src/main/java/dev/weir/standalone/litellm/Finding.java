package dev.weir.standalone.litellm;

/**
 * What became of one setting.
 *
 * @param path where it stands, like {@code model_list[0].litellm_params.rpm}
 * @param reason never holds a setting's value: it could be a secret
 */
public record Finding(String path, Fate fate, String reason) {}
