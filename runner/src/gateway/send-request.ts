import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { GatewayAddress } from "@catalyst/core";
import { dialGateway } from "./dial-gateway.ts";

/** An import would load all that node:http names, fetch and WebSocket among it, which doubles the runner's start. */
const { request: openRequest } = process.getBuiltinModule("node:http");
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Where the gateway is and who asks. */
export interface GatewayAccess {
  gateway: GatewayAddress;
  /** The runner's; null: none is shown. */
  token: string | null;
}

export interface GatewayRequest extends GatewayAccess {
  method: "GET" | "POST" | "PUT";
  path: string;
  body?: string | Uint8Array;
  timeoutMilliseconds: number;
  /** Longer answers are an error; a MiB if it isn't said. */
  maxBytes?: number;
  signal: AbortSignal;
}

export interface GatewayAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  content: Buffer;
}

/**
 * The runner's own requests go to the gateway itself, past the port that agents use: whatever they do to that, they don't
 * keep the runner from reporting. Rejects when there is no whole answer.
 */
export async function sendRequest(wanted: GatewayRequest): Promise<GatewayAnswer> {
  const { gateway, method, path, token, body, timeoutMilliseconds } = wanted;
  const signal = AbortSignal.any([wanted.signal, AbortSignal.timeout(timeoutMilliseconds)]);
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    "content-type": typeof body === "string" ? "application/json" : "application/octet-stream",
    ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
  };
  const socket = await dialGateway(gateway, signal);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = openRequest({ createConnection: () => socket, method, path, headers, signal });
    request.once("error", reject);
    request.once("response", resolve);
    request.end(body);
  });
  const content = await readContent(response, wanted.maxBytes ?? MAX_ANSWER_BYTES);
  return { status: response.statusCode ?? 0, headers: response.headers, content };
}

async function readContent(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new Error(`The gateway's answer is longer than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
