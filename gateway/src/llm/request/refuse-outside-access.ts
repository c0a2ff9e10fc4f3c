import { Refusal } from "../../http/refusal.ts";
import { textAt, valueAt } from "./read-json.ts";

type Json = Record<string, unknown>;

/** Tools that the provider runs itself, and that go to an address of the caller's choice or read what others stored there. */
const REFUSED_TOOLS = /^(mcp|mcp_toolset|web_fetch.*|web_search_preview.*|file_search)$/;

/**
 * Refuses what would make the provider itself reach out for the execution: an address that the agent may choose is a way
 * out of the environment, past the gateway. Search without a choice of address stays allowed. Known ways are listed: of
 * Anthropic, OpenAI, OpenRouter and Gemini as they are documented.
 */
export function refuseOutsideAccess(body: Json): void {
  const way = findTool(body) ?? findOption(body) ?? findRemoteContent(body);
  if (way !== null) {
    throw new Refusal(
      "forbidden",
      `This environment has no way to the outside, also not through the provider: ${way} is not available. Send the content itself.`,
      {
        blockedAction: `LLM request with ${way}`,
      },
    );
  }
}

function findTool(body: Json): string | null {
  for (const tool of listAt(body, "tools")) {
    const type = textAt(tool, "type") ?? "";
    if (REFUSED_TOOLS.test(type)) {
      return `the tool "${type.slice(0, 50)}"`;
    }
    if (valueAt(tool, "urlContext") !== undefined || valueAt(tool, "url_context") !== undefined) {
      return 'the tool "url_context"';
    }
  }
  return null;
}

function findOption(body: Json): string | null {
  for (const name of ["mcp_servers", "plugins"]) {
    if (listAt(body, name).length > 0) {
      return `the option "${name}"`;
    }
  }
  return /:online$/.test(textAt(body, "model") ?? "") ? "a model that is online" : null;
}

function listAt(body: Json, name: string): unknown[] {
  const value = body[name];
  return Array.isArray(value) ? value : [];
}

/** Walks without recursion: how deep the request is nested is the agent's choice. */
function findRemoteContent(body: Json): string | null {
  const open: unknown[] = [body.system, body.messages, body.input, body.contents];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) {
      continue;
    }
    if (!Array.isArray(value) && hasRemoteContent(value as Json)) {
      return "content by URL";
    }
    for (const [name, child] of Object.entries(value)) {
      // What a tool was called with is data: it may say anything.
      if (name !== "input" || textAt(value, "type") === undefined) {
        open.push(child);
      }
    }
  }
  return null;
}

function hasRemoteContent(part: Json): boolean {
  const addresses = [
    textAt(part, "source", "type") === "url" ? textAt(part, "source", "url") : undefined,
    part.type === "image_url" || part.type === "input_image"
      ? (textAt(part, "image_url", "url") ?? textAt(part, "image_url"))
      : undefined,
    part.type === "input_file" ? textAt(part, "file_url") : undefined,
    textAt(part, "fileData", "fileUri") ?? textAt(part, "file_data", "file_uri"),
  ];
  return addresses.some((address) => address !== undefined && !/^data:/i.test(address));
}
