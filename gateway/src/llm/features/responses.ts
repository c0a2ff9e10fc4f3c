import { responsesPart } from "./openai-parts.ts";
import {
  anything,
  fields,
  inlineUrl,
  isObject,
  kinds,
  listOf,
  oneOf,
  type Rule,
  textOr,
  unsized,
  within,
} from "./rule.ts";

const SHAPING = [
  ...["max_output_tokens", "max_tool_calls", "stream", "stream_options", "temperature", "top_p", "top_logprobs"],
  ...[
    "text",
    "reasoning",
    "truncation",
    "include",
    "tool_choice",
    "parallel_tool_calls",
    "context_management",
    "image",
  ],
  ...[
    "user",
    "metadata",
    "client_metadata",
    "store",
    "service_tier",
    "safety_identifier",
    "access_programs",
    "session_id",
  ],
  ...["prompt_cache_key", "prompt_cache_retention", "prompt_cache_options"],
];

const content = textOr(listOf("message.content", responsesPart));
const output = textOr(listOf("tool_output", responsesPart));
const message = within("message", { content });

/** Of an item that names a stored one the provider reads what it has kept. */
const reasoning: Rule = (value, report) => {
  const isWhole = isObject(value) && (isFilled(value.encrypted_content) || isFilled(value.content));
  if (!isWhole) {
    report.noteUnsized();
  }
};

function isFilled(value: unknown): boolean {
  return (typeof value === "string" || Array.isArray(value)) && value.length > 0;
}

/** What a search found is never in its item, and the provider may still have it by the item's name. */
const search: Rule = (value, report) => {
  if (isObject(value) && isFilled(value.id)) {
    report.noteUnsized();
  }
};

/** An item without a type is a message, or else the name of a stored one. */
const untyped: Rule = (value, report) => {
  oneOf("item.item_reference", ["user", "assistant", "system", "developer"])(roleOf(value), report);
  message(value, report);
};

function roleOf(value: unknown): unknown {
  return isObject(value) ? value.role : undefined;
}

function itemWith(tool: Rule): Rule {
  const tools = (name: string) => within(name, { tools: listOf(`${name}.tools`, tool) });
  const screenshot = fields("computer_screenshot", {
    type: anything,
    image_url: inlineUrl("computer_screenshot.image_url"),
    detail: anything,
  });
  return kinds(
    "item",
    {
      message,
      agent_message: message,
      reasoning,
      function_call: anything,
      function_call_output: within("function_call_output", { output }),
      custom_tool_call: anything,
      custom_tool_call_output: within("custom_tool_call_output", { output }),
      local_shell_call: anything,
      local_shell_call_output: anything,
      shell_call: within("shell_call", { environment: kinds("shell_call.environment", { local: anything }) }),
      shell_call_output: anything,
      apply_patch_call: anything,
      apply_patch_call_output: anything,
      computer_call: anything,
      computer_call_output: within("computer_call_output", { output: screenshot }),
      web_search_call: search,
      image_generation_call: unsized,
      tool_search_call: anything,
      tool_search_output: tools("tool_search_output"),
      additional_tools: tools("additional_tools"),
      configuration_update: anything,
      compaction: unsized,
      compaction_summary: unsized,
      context_compaction: unsized,
      compaction_trigger: anything,
    },
    untyped,
  );
}

/** https://platform.openai.com/docs/api-reference/responses/create */
export function responsesRequest({ model, tool }: { model: Rule; tool: Rule }): Rule {
  const items = listOf("parameter.input", itemWith(tool));
  return fields("parameter", {
    ...Object.fromEntries(SHAPING.map((name) => [name, anything])),
    model,
    input: textOr(items),
    instructions: textOr(items),
    tools: listOf("parameter.tools", tool),
  });
}
