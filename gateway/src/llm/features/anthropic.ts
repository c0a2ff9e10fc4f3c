import { modelName } from "./model-name.ts";
import { anything, both, fields, image, inline, kinds, listOf, type Rule, textOr, unsized, within } from "./rule.ts";

/** Tools that the client runs itself. */
const CLIENT_TOOL = /^(custom|(bash|text_editor|computer|memory|computer_toolset|browser_toolset)_\d{8})$/;
/** Finds tools of the request by their names and descriptions. */
const TOOL_SEARCH = /^tool_search_tool_(bm25|regex)(_\d{8})?$/;

const tool: Rule = (value, report) => {
  const type = (value as { type?: unknown } | null)?.type ?? "custom";
  if (typeof type !== "string" || !(CLIENT_TOOL.test(type) || TOOL_SEARCH.test(type))) {
    report.beyond(`tool.${typeof type === "string" ? type : "untyped"}`);
  }
};

const text = fields("text", { type: anything, text: anything, cache_control: anything, citations: anything });

const imageSource = kinds("image.source", {
  base64: fields("image.source", { type: anything, media_type: anything, data: inline("image.source.data") }),
});
const imagePart = both(
  fields("image", { type: anything, source: imageSource, cache_control: anything, transformations: anything }),
  image,
);

const documentSource = kinds("document.source", {
  base64: both(
    fields("document.source", { type: anything, media_type: anything, data: inline("document.source.data") }),
    unsized,
  ),
  text: fields("document.source", { type: anything, media_type: anything, data: anything }),
  content: fields("document.source", {
    type: anything,
    content: textOr(listOf("document.source.content", kinds("part", { text, image: imagePart }))),
  }),
});
const document = fields("document", {
  type: anything,
  source: documentSource,
  title: anything,
  context: anything,
  citations: anything,
  cache_control: anything,
});

/** Its source is a label for citations. */
const searchResult = fields("search_result", {
  type: anything,
  source: anything,
  title: anything,
  content: listOf("search_result.content", kinds("part", { text })),
  citations: anything,
  cache_control: anything,
});

const toolResult = fields("tool_result", {
  type: anything,
  tool_use_id: anything,
  content: textOr(
    listOf(
      "tool_result.content",
      kinds("part", {
        text,
        image: imagePart,
        document,
        search_result: searchResult,
        tool_reference: anything,
        browser_state: anything,
      }),
    ),
  ),
  is_error: anything,
  toolset_name: anything,
  cache_control: anything,
});

const toolChange = fields("tool_change", {
  type: anything,
  tool: kinds("tool", {
    tool_reference: anything,
    tool_definition: fields("tool_definition", { type: anything, definition: tool }),
  }),
  cache_control: anything,
});

/** What tools of the provider's own have answered stands here as text; `web_fetch_tool_result` could hold a new address. */
const part = kinds("part", {
  text,
  image: imagePart,
  document,
  search_result: searchResult,
  thinking: anything,
  redacted_thinking: anything,
  tool_use: anything,
  tool_result: toolResult,
  tool_addition: toolChange,
  tool_removal: toolChange,
  server_tool_use: anything,
  web_search_tool_result: anything,
  code_execution_tool_result: anything,
  bash_code_execution_tool_result: anything,
  text_editor_code_execution_tool_result: anything,
  tool_search_tool_result: anything,
  compaction: both(
    within("compaction", { tool_changes: listOf("compaction.tool_changes", toolChange) }),
    (value, report) => {
      if ((value as { encrypted_content?: unknown }).encrypted_content) {
        report.noteUnsized();
      }
    },
  ),
  fallback: anything,
});

const message = fields("message", {
  role: anything,
  content: textOr(listOf("message.content", part)),
  output_config: anything,
  clear_at: anything,
});

/** https://platform.claude.com/docs/en/api/messages */
export const anthropicRequest: Rule = fields("parameter", {
  model: modelName,
  messages: listOf("parameter.messages", message),
  system: textOr(listOf("parameter.system", kinds("part", { text }))),
  tools: listOf("parameter.tools", tool),
  tool_choice: anything,
  max_tokens: anything,
  metadata: anything,
  stop_sequences: anything,
  stream: anything,
  temperature: anything,
  top_k: anything,
  top_p: anything,
  thinking: anything,
  cache_control: anything,
  compaction: anything,
  context_management: anything,
  diagnostics: anything,
  fallback_credit_token: anything,
  fallbacks: textOr(listOf("parameter.fallbacks", within("fallback", { model: modelName }))),
  inference_geo: anything,
  output_config: anything,
  output_format: anything,
  service_tier: anything,
  speed: anything,
});
