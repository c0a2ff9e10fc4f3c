import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A provider's API that answers any message with a few words, and fails at random. */
export interface FailingModel {
  url: string;
  /** Tokens of answers that were given whole. */
  countTokens(): number;
  countFailed(): number;
  close(): Promise<void>;
}

const USAGE = { input_tokens: 40, output_tokens: 10 };
const TOKENS = USAGE.input_tokens + USAGE.output_tokens;
const FAILURES = [{ status: 500 }, { status: 429, "retry-after": "1" }, { status: 529 }, { status: 0 }] as const;

export async function startFailingModel({
  failing,
  random,
}: {
  failing: number;
  random: () => number;
}): Promise<FailingModel> {
  let tokens = 0;
  let failed = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      if (random() < failing) {
        failed += 1;
        const { status, ...headers } = FAILURES[Math.floor(random() * FAILURES.length)] ?? FAILURES[0];
        if (status === 0) {
          response.destroy();
        } else {
          response.writeHead(status, { "content-type": "application/json", ...headers });
          response.end(JSON.stringify({ type: "error", error: { type: "api_error", message: "Not now" } }));
        }
        return;
      }
      tokens += TOKENS;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    countTokens: () => tokens,
    countFailed: () => failed,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer() {
  const content = [{ type: "text", text: "Go on." }];
  const of = { id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5" };
  return { ...of, content, stop_reason: "end_turn", stop_sequence: null, usage: USAGE };
}
