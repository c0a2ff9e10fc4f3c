import {
  anything,
  both,
  fields,
  image,
  inline,
  inlineUrl,
  kinds,
  listOf,
  oneOf,
  type Rule,
  unsized,
  within,
} from "./rule.ts";

/** A content part of Chat Completions. */
export const chatPart: Rule = kinds("part", {
  text: fields("text", { type: anything, text: anything, cache_control: anything }),
  refusal: anything,
  image_url: both(fields("image_url", { type: anything, image_url: chatImage, cache_control: anything }), image),
  input_audio: both(
    fields("input_audio", {
      type: anything,
      input_audio: fields("input_audio", { data: inline("input_audio.data"), format: anything }),
    }),
    unsized,
  ),
  file: both(
    fields("file", {
      type: anything,
      file: fields("file", { filename: anything, file_data: inline("file.file_data") }),
      cache_control: anything,
    }),
    unsized,
  ),
});

/** Some clients give the URL itself in the place of the object around it. */
function chatImage(value: unknown, report: Parameters<Rule>[1]): void {
  const url = inlineUrl("image_url.url");
  if (typeof value === "string") {
    url(value, report);
  } else {
    fields("image_url", { url, detail: anything })(value, report);
  }
}

/** A content part of the Responses API. */
export const responsesPart: Rule = kinds("part", {
  input_text: anything,
  output_text: anything,
  text: anything,
  refusal: anything,
  summary_text: anything,
  reasoning_text: anything,
  encrypted_content: anything,
  input_image: both(
    fields("input_image", {
      type: anything,
      image_url: inlineUrl("input_image.image_url"),
      detail: anything,
      prompt_cache_breakpoint: anything,
    }),
    image,
  ),
  input_file: both(
    fields("input_file", {
      type: anything,
      filename: anything,
      file_data: inline("input_file.file_data"),
      detail: anything,
      prompt_cache_breakpoint: anything,
    }),
    unsized,
  ),
  input_audio: both(
    within("input_audio", { input_audio: within("input_audio", { data: inline("input_audio.data") }) }),
    unsized,
  ),
});

/** Tools that the client runs itself, and the search for tools of the request. */
const CLIENT_TOOLS = {
  function: anything,
  custom: anything,
  local_shell: anything,
  apply_patch: anything,
  computer: anything,
  computer_use_preview: anything,
  tool_search: anything,
  shell: (value: unknown, report: Parameters<Rule>[1]) => {
    // Without a word where it runs, the provider may choose a container of its own.
    const { environment } = value as { environment?: { type?: unknown } | null };
    oneOf("tool.shell.environment", ["local"])(environment?.type, report);
  },
} satisfies Record<string, Rule>;

/**
 * The provider's search opens addresses that the model names. Its offline form answers from the provider's index; Codex CLI
 * asks for a search in many requests, so that refusing would refuse them. What it finds is in no byte of the request.
 */
const heldToTheIndex: Rule = (value, report) => {
  report.noteSearch();
  (value as { external_web_access?: boolean }).external_web_access = false;
};

/** A tool of the Responses API at OpenAI. */
export const openAiTool: Rule = responsesTool({ web_search: heldToTheIndex, web_search_2025_08_26: heldToTheIndex });
/** A tool of the Responses API elsewhere: whether the offline form is known there isn't. */
export const plainTool: Rule = responsesTool({});

function responsesTool(more: Record<string, Rule>): Rule {
  const nested: Rule = (value, report) => tool(value, report);
  const namespace = within("tool.namespace", { tools: listOf("tool.namespace.tools", nested) });
  const tool = kinds("tool", { ...CLIENT_TOOLS, ...more, namespace });
  return tool;
}
