import { request as startRequest } from "node:http";
import { type RpcMessage, readMessages } from "./read-messages.ts";

export interface Caller {
  url: string;
  /** null: nobody. */
  bearer: string | null;
}

export interface ToolAnswer {
  isError: boolean;
  /** What a model reads. */
  words: string;
  structured: Record<string, unknown>;
  /** `ok`, or the problem's. */
  code: string;
  way: unknown;
}

export interface RpcAnswer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  /** Each message of the answer, those of a stream too. */
  messages: RpcMessage[];
}

/** One request as a client of the revision of 2025-11-25 sends it. */
export async function askMcp(
  { url, bearer }: Caller,
  { method, params, ...how }: { method: string; params?: object } & Pick<Posted, "signal" | "onData">,
): Promise<RpcAnswer> {
  return postMcp({ url, bearer }, { ...how, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
}

export interface Posted {
  body: string;
  signal?: AbortSignal;
  method?: string;
  headers?: Record<string, string>;
  /** Hears all that has come so far. */
  onData?: (words: string) => void;
}

export function postMcp({ url, bearer }: Caller, { body, signal, method = "POST", headers, onData }: Posted) {
  const { port, host } = new URL(url);
  const options = {
    host: "127.0.0.1",
    port,
    path: "/api/mcp",
    method,
    agent: false,
    signal,
    headers: {
      host,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
  } as const;
  return new Promise<RpcAnswer>((resolve, reject) => {
    const sent = startRequest(options, (message) => {
      let words = "";
      message.setEncoding("utf8");
      message.on("data", (text: string) => {
        words += text;
        onData?.(words);
      });
      message.on("error", reject);
      message.on("end", () => {
        resolve({ status: message.statusCode ?? 0, headers: message.headers, messages: readMessages(words) });
      });
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? body : undefined);
  });
}

/** What a tool answers. */
export async function callTool(caller: Caller, name: string, input: object): Promise<ToolAnswer> {
  const { messages } = await askMcp(caller, { method: "tools/call", params: { name, arguments: input } });
  return answerOf(messages);
}

export function answerOf(messages: RpcMessage[]): ToolAnswer {
  const { result, error } = messages.at(-1) ?? {};
  if (result === undefined) {
    throw new Error(`no tool answered: ${JSON.stringify(error)}`);
  }
  const problem = (result._meta as { "catalyst/problem"?: { code: string; way: unknown } } | undefined)?.[
    "catalyst/problem"
  ];
  const isError = result.isError === true;
  return {
    isError,
    words: (result.content as { text: string }[]).map((one) => one.text).join("\n"),
    structured: (result.structuredContent ?? {}) as Record<string, unknown>,
    code: isError ? (problem?.code ?? "invalid_arguments") : "ok",
    way: problem?.way ?? null,
  };
}
