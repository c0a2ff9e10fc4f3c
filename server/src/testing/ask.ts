import { type IncomingMessage, request as startRequest } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  path: string;
  method?: string;
  /** As names and values in turn, they are sent as they stand here and no others. */
  headers?: Record<string, string> | string[];
  body?: string | Buffer;
}

export interface Answered {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
}

/** The path of a socket, or the URL of a port. */
type Where = string;

/** One request over a socket, as it is written here. */
export async function ask(where: Where, asked: Asked): Promise<Answered> {
  const message = await open(where, asked);
  return { status: message.statusCode ?? 0, headers: message.headers, text: await text(message) };
}

/** The answer as soon as its head is there. */
export function open(where: Where, { path, method = "GET", headers, body }: Asked): Promise<IncomingMessage> {
  const place = where.startsWith("http") ? placeOf(where) : { socketPath: where };
  return new Promise((resolve, reject) => {
    const request = startRequest({ ...place, path, method, headers, agent: false }, resolve);
    request.once("error", reject);
    request.end(body);
  });
}

function placeOf(url: string): { host: string; port: string } {
  return { host: "127.0.0.1", port: new URL(url).port };
}
