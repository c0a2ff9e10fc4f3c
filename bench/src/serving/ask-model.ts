import { Agent, request as startRequest } from "node:http";

/** Where a gateway listens, and with what it is asked there. */
export type Door = { token: string; headers?: Record<string, string> } & (
  | { socketPath: string }
  | { port: number; path: string }
);

export interface Asked {
  /** Until the first piece of the answer, and until its end, in milliseconds. */
  first: number[];
  whole: number[];
  perSecond: number;
}

interface Asking {
  connections: number;
  seconds: number;
  isStream: boolean;
}

/** Asks for messages of a model over so many connections at once, each as soon as it was answered. */
export async function askModel(doors: readonly Door[], { connections, seconds, isStream }: Asking): Promise<Asked> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const asked: Asked = { first: [], whole: [], perSecond: 0 };
  const [from, text] = [performance.now(), "words ".repeat(300)];
  const body = { model: "claude-sonnet-4-5", max_tokens: 100, messages: [{ role: "user", content: text }] };
  const payload = JSON.stringify({ ...body, ...(isStream && { stream: true }) });
  const askOn = async (_: unknown, index: number) => {
    const door = doors[index % doors.length] as Door;
    while (performance.now() - from < seconds * 1000) {
      const { first, whole } = await askOnce(door, payload, agent);
      asked.first.push(first);
      asked.whole.push(whole);
    }
  };
  await Promise.all(Array.from({ length: connections }, askOn));
  agent.destroy();
  return { ...asked, perSecond: asked.whole.length / ((performance.now() - from) / 1000) };
}

function askOnce(door: Door, payload: string, agent: Agent): Promise<{ first: number; whole: number }> {
  const said = { "content-type": "application/json", "x-api-key": door.token, "content-length": payload.length };
  const place = "port" in door ? { host: "127.0.0.1", ...door } : { ...door, path: "/llm/anthropic/v1/messages" };
  const headers = { ...said, ...door.headers };
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const request = startRequest({ ...place, agent, method: "POST", headers }, (message) => {
      let first = Number.NaN;
      if (message.statusCode !== 200) {
        reject(new Error(`a model was answered with ${message.statusCode}`));
      }
      message.once("data", () => {
        first = performance.now() - from;
      });
      message.once("end", () => resolve({ first, whole: performance.now() - from })).resume();
    });
    request.once("error", reject).end(payload);
  });
}
