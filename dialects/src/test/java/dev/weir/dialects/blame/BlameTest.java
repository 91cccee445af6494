package dev.weir.dialects.blame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlameTest {

  private static Blame of(int status, String error, String model) {
    return Blame.of(status, error.getBytes(UTF_8), model);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "gpt-5 | {'error':{'message':'Rate limit reached for gpt-5 in organization org-1 on tokens per min (TPM): Limit 30000. Visit https://platform.openai.com/account/rate-limits','type':'tokens','code':'rate_limit_exceeded'}}",
        "gpt-5-2026 | {'error':{'message':'Rate limit reached for gpt-5 in organization org-1 on requests per min','code':'rate_limit_exceeded'}}",
        "gemini-2.5-flash | {'error':{'code':429,'message':'You exceeded your current quota, please check your plan and billing details.','details':[{'violations':[{'quotaId':'GenerateRequestsPerDayPerProjectPerModel-FreeTier'}]}]}}",
        "claude-opus | {'error':{'type':'rate_limit_error','message':'This request would exceed the rate limit for your organization (model: claude-opus)'}}",
        "m | {'message':'Too many requests, please wait before trying again.'}",
        "m | slow down",
        "m | ~~",
        "'' | {}"
      })
  void takesALimitForOneModelsUnlessItSaysOtherwise(String model, String error) {
    assertThat(of(429, error.replace('\'', '"'), model)).isEqualTo(Blame.MODEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'You exceeded your current quota, please check your plan and billing details.','type':'insufficient_quota','code':'insufficient_quota'}}",
        "{'error':{'message':'Billing hard limit has been reached','code':'billing_hard_limit_reached'}}",
        "{'type':'error','error':{'type':'rate_limit_error','message':'This request would exceed your organization’s rate limit of 40,000 input tokens per minute'}}",
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED','details':[{'violations':[{'quotaId':'GenerateRequestsPerMinutePerProject'}]}]}}",
        "Your account is limited."
      })
  void takesALimitForTheKeysWhereItSpeaksOfTheAccount(String error) {
    assertThat(of(429, error.replace('\'', '"'), "m-1")).isEqualTo(Blame.KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-5 | {'error':{'message':'Project `p` does not have access to model `gpt-5`','code':'model_not_found'}}",
        "anthropic.claude-v1:0 | {'message':'User: arn:aws:iam::1:user/x is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v1:0'}",
        "m | {'message':'You don\\u0027t have access to the model with the specified model ID.'}"
      })
  void takesAProhibitionForTheModelsWhereItSpeaksOfOne(String model, String error) {
    assertThat(of(403, error.replace('\'', '"'), model)).isEqualTo(Blame.MODEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Your API key was disabled\"}}",
        "{\"error\":{\"code\":\"account_deactivated\",\"message\":\"no model for you\"}}",
        "<html>forbidden</html>",
        ""
      })
  void takesAnyOtherProhibitionForTheKeys(String error) {
    assertThat(of(403, error, "o1")).isEqualTo(Blame.KEY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-9 | {'error':{'message':'The model `gpt-9` does not exist or you do not have access to it.','code':'model_not_found'}} | MODEL",
        "claude-9 | {'type':'error','error':{'type':'not_found_error','message':'model: claude-9'}} | MODEL",
        "gemini-9 | {'error':{'code':404,'message':'models/gemini-9 is not found for API version v1beta'}} | MODEL",
        "mine | {'error':{'code':'DeploymentNotFound','message':'The API deployment for this resource does not exist.'}} | MODEL",
        "o1 | {'error':{'message':'No route to1here'}} | NOTHING",
        "o1 | <html>not found</html> | NOTHING"
      })
  void takesWhatIsNotThereForTheModelsWhereItIsNamed(String model, String error, Blame expected) {
    assertThat(of(404, error.replace('\'', '"'), model)).isEqualTo(expected);
  }

  @Test
  void takesAnUnknownKeyForWhatItIsAndOtherErrorsForNobodys() {
    assertThat(of(401, "{\"error\":{\"message\":\"no model m\"}}", "m")).isEqualTo(Blame.KEY);
    for (int status : new int[] {200, 400, 408, 500, 503, 529}) {
      assertThat(of(status, "{\"error\":{\"code\":\"insufficient_quota\"}}", "m"))
          .isEqualTo(Blame.NOTHING);
    }
  }
}
