import { modelName } from "./model-name.ts";
import { anything, both, fields, image, inline, kinds, listOf, type Rule } from "./rule.ts";

const images = listOf("images", both(inline("images"), image));

const message = fields("message", {
  role: anything,
  content: anything,
  thinking: anything,
  images,
  name: anything,
  tool_calls: anything,
  tool_call_id: anything,
  tool_name: anything,
});

const SHAPING = ["stream", "format", "options", "keep_alive", "think", "logprobs", "top_logprobs", "template", "raw"];

/** https://docs.ollama.com/api: chat and generate. */
export const ollamaRequest: Rule = fields("parameter", {
  ...Object.fromEntries(SHAPING.map((name) => [name, anything])),
  model: modelName,
  messages: listOf("parameter.messages", message),
  tools: listOf("parameter.tools", kinds("tool", { function: anything })),
  prompt: anything,
  suffix: anything,
  system: anything,
  context: anything,
  images,
});

export const ollamaShowRequest: Rule = fields("parameter", { model: anything, name: anything, verbose: anything });
