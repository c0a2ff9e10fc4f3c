import { expect, test } from "vitest";
import { refuseOutsideAccess } from "./refuse-outside-access.ts";

const URL_ELSEWHERE = "https://attacker.example/?what=secret";

test.each<[string, Record<string, unknown>]>([
  ["Anthropic's MCP connector", { mcp_servers: [{ type: "url", url: URL_ELSEWHERE }] }],
  ["Anthropic's web fetch", { tools: [{ name: "Bash" }, { type: "web_fetch_20250910", name: "web_fetch" }] }],
  [
    "an Anthropic image by URL",
    { messages: [{ role: "user", content: [{ type: "image", source: { type: "url", url: URL_ELSEWHERE } }] }] },
  ],
  [
    "one inside a tool result",
    {
      messages: [
        {
          role: "user",
          content: [
            { type: "tool_result", content: [{ type: "document", source: { type: "url", url: URL_ELSEWHERE } }] },
          ],
        },
      ],
    },
  ],
  ["OpenAI's MCP tool", { tools: [{ type: "mcp", server_url: URL_ELSEWHERE }] }],
  [
    "an image of the Responses API by URL",
    { input: [{ role: "user", content: [{ type: "input_image", image_url: URL_ELSEWHERE }] }] },
  ],
  [
    "a file of the Responses API by URL",
    { input: [{ role: "user", content: [{ type: "input_file", file_url: URL_ELSEWHERE }] }] },
  ],
  [
    "an image of Chat Completions by URL",
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: URL_ELSEWHERE } }] }] },
  ],
  ["OpenRouter's web plugin", { plugins: [{ id: "web" }] }],
  ["an online model of OpenRouter", { model: "openai/gpt-4o:online" }],
  ["Gemini's URL context", { tools: [{ urlContext: {} }] }],
  ["a Gemini file by URL", { contents: [{ parts: [{ fileData: { fileUri: URL_ELSEWHERE } }] }] }],
])("%s is refused", (_what, body) => {
  expect(() => refuseOutsideAccess(body)).toThrow(
    expect.objectContaining({ kind: "forbidden", blockedAction: expect.stringMatching(/^LLM request with/) }),
  );
});

test.each<[string, Record<string, unknown>]>([
  [
    "tools that the agent runs itself",
    {
      tools: [
        { name: "Bash", input_schema: { type: "object" } },
        { type: "function", name: "exec" },
        { type: "bash_20250124" },
      ],
    },
  ],
  [
    "search without a choice of address",
    { tools: [{ type: "web_search_20250305" }, { type: "web_search", external_web_access: false }] },
  ],
  [
    "images sent along",
    {
      messages: [
        {
          content: [
            { type: "image", source: { type: "base64", data: "x" } },
            { type: "image_url", image_url: { url: "data:image/png;base64,x" } },
          ],
        },
      ],
    },
  ],
  ["URLs in texts", { system: URL_ELSEWHERE, messages: [{ content: URL_ELSEWHERE }], input: URL_ELSEWHERE }],
  [
    "whatever a tool was called with",
    { messages: [{ content: [{ type: "tool_use", input: { source: { type: "url", url: URL_ELSEWHERE } } }] }] },
  ],
])("%s pass", (_what, body) => {
  expect(() => refuseOutsideAccess(body)).not.toThrow();
});

test("a request nested a hundred thousand levels deep is looked through", () => {
  let content: unknown = { type: "image", source: { type: "url", url: URL_ELSEWHERE } };
  for (let depth = 0; depth < 100_000; depth += 1) {
    content = [content];
  }
  expect(() => refuseOutsideAccess({ messages: content })).toThrow("content by URL");
});
