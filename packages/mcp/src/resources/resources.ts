import { type McpServer, ProtocolError, ProtocolErrorCode, ResourceTemplate } from "@modelcontextprotocol/server";
import type { McpServerDeps } from "../tool.ts";
import { refusalOf } from "../words/refusal.ts";
import { type ReadResource, readDiff, readLog } from "./read-pages.ts";

interface TaskResource {
  title: string;
  uri: string;
  mimeType: string;
  read: ReadResource;
}

/** What may be read of a task as one text. */
const RESOURCES: Record<string, TaskResource> = {
  log: {
    title: "What an agent said and did",
    uri: "catalyst://tasks/{task}/log",
    mimeType: "text/plain",
    read: readLog,
  },
  diff: { title: "What a task changed", uri: "catalyst://tasks/{task}/diff", mimeType: "text/x-diff", read: readDiff },
};

export function registerResources(server: McpServer, deps: McpServerDeps): void {
  for (const [name, { title, uri, mimeType, read }] of Object.entries(RESOURCES)) {
    const template = new ResourceTemplate(uri, { list: undefined });
    server.registerResource(name, template, { title, mimeType }, async (asked, { task }, { mcpReq: { signal } }) => {
      try {
        const text = await read(String(task), { ...deps, signal, tell: async () => undefined });
        return { contents: [{ uri: asked.href, mimeType, text }] };
      } catch (error) {
        const { isBug, text, problem } = refusalOf(error);
        if (isBug && !signal.aborted) {
          deps.onBug(error);
        }
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, text, problem);
      }
    });
  }
}
