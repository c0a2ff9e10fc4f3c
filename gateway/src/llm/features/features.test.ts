import { readFileSync } from "node:fs";
import type { CredentialProvider } from "@catalyst/core";
import { expect, test } from "vitest";
import { DIALECTS } from "../dialects/dialects.ts";
import { createFeatureReport } from "./feature-report.ts";

const ELSEWHERE = "https://attacker.example/?what=secret";
const HERE = "data:image/png;base64,AAAA";

type Json = Record<string, unknown>;

const PATHS = {
  messages: ["anthropic", "/v1/messages"],
  responses: ["openai", "/v1/responses"],
  chat: ["openai", "/v1/chat/completions"],
  openrouter: ["openrouter", "/v1/chat/completions"],
  "openrouter responses": ["openrouter", "/v1/responses"],
  compatible: ["openai-compatible", "/v1/chat/completions"],
  gemini: ["gemini", "/v1beta/models/gemini-3-pro:generateContent"],
  "gemini's count": ["gemini", "/v1beta/models/gemini-3-pro:countTokens"],
  ollama: ["ollama", "/api/chat"],
} as const satisfies Record<string, [CredentialProvider, string]>;
type Place = keyof typeof PATHS;

function check([provider, path]: readonly [CredentialProvider, string], body: Json, allowed: string[] = []) {
  const route = DIALECTS[provider].routes.find((one) => one.method === "POST" && one.path.test(path));
  if (route?.method !== "POST") {
    throw new Error(`There is no route for ${path}.`);
  }
  const report = createFeatureReport(new Set(allowed));
  route.features(body, report);
  return report.noted;
}

const says = (...content: unknown[]) => ({ messages: [{ role: "user", content }] });
const asks = (...input: unknown[]) => ({ input });
const shows = (...parts: unknown[]) => ({ contents: [{ role: "user", parts }] });
const inResult = (part: unknown) => says({ type: "tool_result", tool_use_id: "1", content: [part] });

test.each<[Place, string, Json]>([
  ["messages", "parameter.mcp_servers", { mcp_servers: [{ type: "url", url: ELSEWHERE }] }],
  ["messages", "parameter.container", { container: { skills: [] } }],
  ["messages", "parameter.thread", { thread: { type: "continue", previous_message_id: "msg_1" } }],
  ["messages", "tool.web_fetch_20250910", { tools: [{ name: "Bash" }, { type: "web_fetch_20250910" }] }],
  ["messages", "tool.web_search_20990101", { tools: [{ type: "web_search_20990101" }] }],
  ["messages", "tool.code_execution_20250825", { tools: [{ type: "code_execution_20250825" }] }],
  ["messages", "tool.advisor_20260301", { tools: [{ type: "advisor_20260301", model: "claude-opus-5-5" }] }],
  ["messages", "tool.mcp_toolset", { tools: [{ type: "mcp_toolset", mcp_server_name: "x" }] }],
  ["messages", "parameter.tools", { tools: { 0: { type: "web_fetch_20250910" } } }],
  ["messages", "image.source.url", says({ type: "image", source: { type: "url", url: ELSEWHERE } })],
  ["messages", "image.source.file", says({ type: "image", source: { type: "file", file_id: "file_1" } })],
  ["messages", "image.source.url", inResult({ type: "image", source: { type: "url", url: ELSEWHERE } })],
  ["messages", "document.source.url", inResult({ type: "document", source: { type: "url", url: ELSEWHERE } })],
  ["messages", "image.source.data", says({ type: "image", source: { type: "base64", data: ELSEWHERE } })],
  ["messages", "part.container_upload", says({ type: "container_upload", file_id: "file_1" })],
  ["messages", "part.mcp_tool_use", says({ type: "mcp_tool_use" })],
  ["messages", "part.web_fetch_tool_result", says({ type: "web_fetch_tool_result" })],
  [
    "messages",
    "tool.web_fetch_20250910",
    says({ type: "tool_addition", tool: { type: "tool_definition", definition: { type: "web_fetch_20250910" } } }),
  ],
  ["messages", "tool.mcp_toolset_reference", says({ type: "tool_addition", tool: { type: "mcp_toolset_reference" } })],
  ["messages", "message.attachments", { messages: [{ role: "user", content: "x", attachments: [ELSEWHERE] }] }],
  ["messages", "message.content", { messages: [{ role: "user", content: { 0: { type: "image" } } }] }],
  ["responses", "parameter.background", { background: true }],
  ["responses", "parameter.background", { background: "true" }],
  ["responses", "parameter.previous_response_id", { previous_response_id: "resp_1" }],
  ["responses", "parameter.conversation", { conversation: "conv_1" }],
  ["responses", "parameter.prompt", { prompt: { id: "pmpt_1" } }],
  ["responses", "tool.mcp", { tools: [{ type: "mcp", server_url: ELSEWHERE }] }],
  ["responses", "tool.mcp", { tools: [{ type: "namespace", name: "n", tools: [{ type: "mcp" }] }] }],
  ["responses", "tool.mcp", asks({ type: "additional_tools", tools: [{ type: "mcp", server_url: ELSEWHERE }] })],
  ["responses", "tool.mcp", asks({ type: "tool_search_output", tools: [{ type: "mcp", server_url: ELSEWHERE }] })],
  ["responses", "tool.file_search", { tools: [{ type: "file_search", vector_store_ids: ["vs_1"] }] }],
  ["responses", "tool.code_interpreter", { tools: [{ type: "code_interpreter", container: { type: "auto" } }] }],
  ["responses", "tool.shell.environment", { tools: [{ type: "shell", environment: { type: "container_auto" } }] }],
  ["responses", "tool.shell.environment", { tools: [{ type: "shell" }] }],
  ["responses", "tool.web_search_preview", { tools: [{ type: "web_search_preview" }] }],
  ["responses", "tool.image_generation", { tools: [{ type: "image_generation" }] }],
  ["responses", "tool.programmatic_tool_calling", { tools: [{ type: "programmatic_tool_calling" }] }],
  ["responses", "item.item_reference", asks({ type: "item_reference", id: "msg_1" })],
  ["responses", "item.item_reference", asks({ id: "msg_1" })],
  ["responses", "item.mcp_approval_response", asks({ type: "mcp_approval_response", approve: true })],
  [
    "responses",
    "input_image.image_url",
    asks({ role: "user", content: [{ type: "input_image", image_url: ELSEWHERE }] }),
  ],
  ["responses", "input_image.file_id", asks({ role: "user", content: [{ type: "input_image", file_id: "file_1" }] })],
  ["responses", "input_file.file_url", asks({ role: "user", content: [{ type: "input_file", file_url: ELSEWHERE }] })],
  [
    "responses",
    "input_file.file_data",
    asks({ role: "user", content: [{ type: "input_file", file_data: ELSEWHERE }] }),
  ],
  ["responses", "input_file.file_id", asks({ role: "user", content: [{ type: "input_file", file_id: "file_1" }] })],
  [
    "responses",
    "input_image.image_url",
    asks({ type: "function_call_output", call_id: "1", output: [{ type: "input_image", image_url: ELSEWHERE }] }),
  ],
  [
    "responses",
    "computer_screenshot.image_url",
    asks({ type: "computer_call_output", output: { type: "computer_screenshot", image_url: ELSEWHERE } }),
  ],
  ["responses", "model.deep-research", { model: "o3-deep-research" }],
  ["chat", "image_url.url", says({ type: "image_url", image_url: { url: ELSEWHERE } })],
  ["chat", "image_url.url", says({ type: "image_url", image_url: ELSEWHERE })],
  ["chat", "file.file_data", says({ type: "file", file: { file_data: ELSEWHERE } })],
  ["chat", "file.file_id", says({ type: "file", file: { file_id: "file_1" } })],
  ["chat", "part.audio_url", says({ type: "audio_url", audio_url: { url: ELSEWHERE } })],
  ["chat", "part.video_url", says({ type: "video_url", video_url: { url: ELSEWHERE } })],
  ["chat", "message.audio", { messages: [{ role: "assistant", audio: { id: "audio_1" } }] }],
  ["chat", "message.annotations", { messages: [{ role: "assistant", annotations: [{ type: "file" }] }] }],
  ["chat", "parameter.web_search_options", { web_search_options: {} }],
  ["chat", "model.search", { model: "gpt-4o-search-preview" }],
  ["openrouter", "tool.openrouter:web_fetch", { tools: [{ type: "openrouter:web_fetch" }] }],
  ["openrouter", "parameter.plugins", { plugins: { id: "web" } }],
  ["openrouter", "parameter.plugins", { plugins: [{ id: "web" }] }],
  ["openrouter", "parameter.models", { models: ["x:online"] }],
  ["openrouter", "model.online", { model: "openai/gpt-4o:online" }],
  ["openrouter", "model.online", { model: "openai/gpt-4o:ONLINE" }],
  ["openrouter", "model.sonar", { model: "perplexity/sonar-pro" }],
  ["openrouter", "model.preset", { model: "@preset/mine" }],
  ["openrouter", "model.openrouter/auto", { model: "openrouter/auto" }],
  ["openrouter responses", "tool.web_search", { tools: [{ type: "web_search" }] }],
  ["openrouter responses", "tool.web_search_2025_08_26", { tools: [{ type: "web_search_2025_08_26" }] }],
  ["compatible", "model.compound", { model: "groq/compound-mini" }],
  ["compatible", "parameter.enable_search", { enable_search: true }],
  ["gemini", "tool.urlContext", { tools: [{ urlContext: {} }] }],
  ["gemini", "tool.url_context", { tools: [{ url_context: {} }] }],
  ["gemini", "tool.googleSearch", { tools: [{ functionDeclarations: [] }, { googleSearch: {} }] }],
  ["gemini", "tool.mcpServers", { tools: [{ mcpServers: [{ url: ELSEWHERE }] }] }],
  ["gemini", "parameter.tools", { tools: { urlContext: {} } }],
  ["gemini", "part.fileData", shows({ fileData: { fileUri: ELSEWHERE } })],
  ["gemini", "part.fileData", shows({ fileData: { file_uri: ELSEWHERE } })],
  ["gemini", "part.file_data", shows({ file_data: { fileUri: ELSEWHERE } })],
  ["gemini", "functionResponse.part.fileData", shows({ functionResponse: { parts: [{ fileData: {} }] } })],
  ["gemini", "parameter.cachedContent", { cachedContent: "cachedContents/1" }],
  ["gemini", "parameter.cached_content", { cached_content: "cachedContents/1" }],
  ["gemini's count", "part.fileData", { generateContentRequest: shows({ fileData: { fileUri: ELSEWHERE } }) }],
  ["ollama", "images", { messages: [{ role: "user", content: "x", images: [ELSEWHERE] }] }],
  ["ollama", "tool.web_search", { tools: [{ type: "web_search" }] }],
])("%s: %s is refused with its name", (place, name, body) => {
  expect(() => check(PATHS[place], body)).toThrow(
    expect.objectContaining({
      kind: "forbidden",
      message: expect.stringContaining(`${name} is not let through`),
      blockedAction: `LLM request with ${name}`,
    }),
  );
  expect(check(PATHS[place], body, [name]).isUnsized).toBe(true);
});

test.each<[Place, string, Json]>([
  ["messages", "tools that the agent runs itself", { tools: [{ name: "Bash" }, { type: "bash_20250124" }] }],
  ["messages", "an image sent along", says({ type: "image", source: { type: "base64", data: "AAAA" } })],
  ["messages", "a call that holds anything", says({ type: "tool_use", input: { type: "url", url: ELSEWHERE } })],
  ["messages", "URLs in texts", { system: ELSEWHERE, ...says({ type: "text", text: ELSEWHERE }) }],
  ["messages", "options that aren't used", { mcp_servers: [], container: null }],
  ["responses", "what the client runs", { tools: [{ type: "function" }, { type: "custom" }, { type: "local_shell" }] }],
  ["responses", "an image sent along", asks({ role: "user", content: [{ type: "input_image", image_url: HERE }] })],
  ["responses", "no background", { background: false, previous_response_id: null, input: "x" }],
  ["chat", "an image sent along", says({ type: "image_url", image_url: { url: HERE } })],
  ["openrouter", "a cheaper variant", { model: "openai/gpt-oss-120b:free" }],
  [
    "gemini",
    "either spelling",
    {
      system_instruction: { parts: [{ text: "x" }] },
      ...shows({ inline_data: { mime_type: "image/png", data: "AAAA" } }),
    },
  ],
  ["ollama", "an image sent along", { messages: [{ role: "user", content: "x", images: ["AAAA"] }] }],
])("%s: %s passes", (place, _what, body) => {
  expect(check(PATHS[place], body).isUnsized).toBe(false);
});

const RECORDED = readFileSync(new URL("./fixtures/requests-of-agents.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { agent: string; provider: CredentialProvider; path: string; body: Json });

test.each(RECORDED)("what $agent really sends to $provider passes", ({ provider, path, body }) => {
  const searches = (Array.isArray(body.tools) ? body.tools : []).some(({ type }) => type === "web_search");
  expect(check([provider, path], body)).toEqual({ isUnsized: searches, images: 0, searches: searches ? 20 : 0 });
});

test("OpenAI's search is held to its index, wherever it stands, and in either spelling", () => {
  const tools = () => [{ type: "web_search", external_web_access: true }, { type: "web_search_2025_08_26" }];
  const body = { tools: tools(), ...asks({ type: "additional_tools", tools: tools() }) };
  check(PATHS.responses, body);
  const held = [
    { type: "web_search", external_web_access: false },
    { type: "web_search_2025_08_26", external_web_access: false },
  ];
  expect(body).toEqual({ tools: held, input: [{ type: "additional_tools", tools: held }] });
});

const SEARCH = { type: "web_search" };
const BY_ITS_NAME = { type: "reasoning", id: "rs_1", summary: [] };
const UNSIZED = { isUnsized: true, images: 0, searches: 0 };

test.each<[Place, string, Json, ReturnType<typeof check>]>([
  [
    "messages",
    "two images",
    says(...[1, 2].map(() => ({ type: "image", source: { type: "base64", data: "A" } }))),
    { isUnsized: false, images: 2, searches: 0 },
  ],
  ["messages", "a document", says({ type: "document", source: { type: "base64", data: "A" } }), UNSIZED],
  ["responses", "a compaction", asks({ type: "compaction", encrypted_content: "x" }), UNSIZED],
  ["responses", "a reasoning by its name", asks(BY_ITS_NAME), UNSIZED],
  ["responses", "a reasoning with nothing in it", asks({ ...BY_ITS_NAME, encrypted_content: "" }), UNSIZED],
  ["responses", "a reasoning without content", asks({ ...BY_ITS_NAME, content: [] }), UNSIZED],
  ["responses", "a search by its name", asks({ type: "web_search_call", id: "ws_1" }), UNSIZED],
  ["responses", "what a search will find", { tools: [SEARCH] }, { isUnsized: true, images: 0, searches: 20 }],
  [
    "responses",
    "what a search in the conversation will find",
    asks({ type: "additional_tools", tools: [SEARCH] }),
    { isUnsized: true, images: 0, searches: 20 },
  ],
  ["chat", "a recording", says({ type: "input_audio", input_audio: { data: "A" } }), UNSIZED],
  ["gemini", "a film", shows({ inlineData: { mimeType: "video/mp4", data: "A" } }), UNSIZED],
])("%s: of %s it is noted what its bytes don't tell", (...[place, , body, noted]) => {
  expect(check(PATHS[place], body)).toEqual(noted);
});

test("a search that the project allows is noted, too", () => {
  const body = { tools: [{ type: "web_search_preview" }] };
  expect(check(PATHS.responses, body, ["tool.web_search_preview"]).searches).toBe(20);
});

test.each<[Place, string, Json]>([
  ["chat", "image_url.url", says({ type: "image_url", image_url: { url: "/etc/passwd" } })],
  ["chat", "image_url.url", says({ type: "image_url", image_url: "//attacker.example/x" })],
  ["responses", "input_image.image_url", asks({ role: "user", content: [{ type: "input_image", image_url: "AAAA" }] })],
  ["chat", "file.file_data", says({ type: "file", file: { file_data: "../secret.txt" } })],
  ["chat", "input_audio.data", says({ type: "input_audio", input_audio: { data: "\\\\host\\x" } })],
  ["ollama", "images", { messages: [{ role: "user", content: "x", images: ["~/a.png"] }] }],
  ["gemini", "inlineData.data", shows({ inlineData: { mimeType: "image/png", data: "x.png" } })],
])("%s: %s that is no content is refused, %#", (place, name, body) => {
  expect(() => check(PATHS[place], body)).toThrow(`${name} is not let through`);
});

test("a name that an agent made up is cleaned and cut", () => {
  const type = `evil\n\u001b[31m${"x".repeat(500)}`;
  const name = (() => {
    try {
      check(PATHS.messages, { tools: [{ type }] });
      return "";
    } catch (error) {
      return (error as { blockedAction: string }).blockedAction;
    }
  })();
  expect(name).toMatch(/^LLM request with tool\.evil\?\?\?31mx+$/);
  expect(name.length).toBeLessThan(130);
});

test("names that every object has are no feature of any list", () => {
  expect(() => check(PATHS.messages, says({ type: "constructor" }))).toThrow("part.constructor");
  expect(() => check(PATHS.messages, JSON.parse('{"__proto__":{"a":1}}'))).toThrow("parameter.__proto__");
});
