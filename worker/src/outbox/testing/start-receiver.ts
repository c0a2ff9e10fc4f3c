import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real HTTP server on loopback that notes what it is told. */
export interface Receiver {
  url: string;
  received: Received[];
  /** How it answers from now on, each request once it was read. */
  answer(with_: (response: ServerResponse, received: Received) => void): void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let reply: Parameters<Receiver["answer"]>[0] = (response) => response.writeHead(204).end();
  const listener: RequestListener = async (request, response) => {
    const one = { path: request.url ?? "", headers: request.headers, body: await text(request) };
    received.push(one);
    reply(response, one);
  };
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer(with_) {
      reply = with_;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
