import { type IncomingMessage, request as startRequest } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answered {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** One request over a socket, as it is written here. */
export async function ask(socketPath: string, asked: Asked): Promise<Answered> {
  const message = await open(socketPath, asked);
  return { status: message.statusCode ?? 0, headers: message.headers, text: await text(message) };
}

/** The answer as soon as its head is there. */
export function open(socketPath: string, { path, method = "GET", headers, body }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = startRequest({ socketPath, path, method, headers, agent: false }, resolve);
    request.once("error", reject);
    request.end(body);
  });
}
