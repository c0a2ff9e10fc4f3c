import { chatPart } from "./openai-parts.ts";
import { anything, fields, kinds, listOf, type Rule, textOr } from "./rule.ts";

const message = fields("message", {
  role: anything,
  content: textOr(listOf("message.content", chatPart)),
  name: anything,
  tool_calls: anything,
  tool_call_id: anything,
  function_call: anything,
  refusal: anything,
  reasoning: anything,
  reasoning_content: anything,
  reasoning_details: anything,
  cache_control: anything,
  prefix: anything,
});

/** What shapes the answer, at OpenAI and at the servers that speak like it. */
const SHAPING = [
  ...["max_tokens", "max_completion_tokens", "n", "stop", "seed", "stream", "stream_options", "usage"],
  ...["temperature", "top_p", "top_k", "top_a", "min_p", "typical_p", "logit_bias", "logprobs", "top_logprobs"],
  ...["frequency_penalty", "presence_penalty", "repetition_penalty", "repeat_penalty"],
  ...["response_format", "reasoning", "reasoning_effort", "include_reasoning", "verbosity"],
  ...["thinking", "thinking_budget", "enable_thinking", "chat_template_kwargs"],
  ...["tool_choice", "parallel_tool_calls", "functions", "function_call"],
  ...["user", "metadata", "store", "service_tier", "safety_identifier", "session_id"],
  ...["cache_control", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options"],
];

/** https://platform.openai.com/docs/api-reference/chat/create, and what servers that speak like it add to it. */
export function chatRequest(model: Rule): Rule {
  return fields("parameter", {
    ...Object.fromEntries(SHAPING.map((name) => [name, anything])),
    model,
    prediction: fields("prediction", {
      type: anything,
      content: textOr(listOf("prediction.content", kinds("part", { text: anything }))),
    }),
    messages: listOf("parameter.messages", message),
    tools: listOf("parameter.tools", kinds("tool", { function: anything, custom: anything })),
  });
}
