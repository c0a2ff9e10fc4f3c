import { EventEmitter, once } from "node:events";
import { createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands before a model: sees what the agent's CLI really sent, and can hold or refuse it. */
export interface WatchedModel {
  baseUrl: string;
  /** The bodies of the requests for an answer so far. */
  requests: string[];
  /** Holds the requests from this one on (the first is 1) until they are let go. Returns how. */
  holdFrom(requestNumber: number): () => void;
  /** Resolves when so many requests have come. */
  untilAsked(count: number): Promise<void>;
  /** Answers every further request with this status. */
  refuse(httpStatus: number): void;
  stop(): Promise<void>;
}

const ANSWERING = /(\/(messages|responses|chat\/completions)|:(generateContent|streamGenerateContent))(\?|$)/;

export async function watchModel(modelUrl: string): Promise<WatchedModel> {
  const requests: string[] = [];
  const arrivals = new EventEmitter();
  let refused: number | null = null;
  let hold = { from: Number.POSITIVE_INFINITY, released: Promise.resolve() };
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    if (ANSWERING.test(request.url ?? "")) {
      const isHeld = requests.push(body.toString()) >= hold.from;
      arrivals.emit("request");
      await (isHeld ? hold.released : undefined);
    }
    if (refused !== null) {
      response.writeHead(refused, { "content-type": "application/json" });
      response.end(JSON.stringify({ type: "error", error: { type: "scripted", message: "refused" } }));
      return;
    }
    const { hostname, port } = new URL(modelUrl);
    const { method, headers } = request;
    const asked = forward({ hostname, port, path: request.url, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.destroy());
    asked.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    holdFrom(from) {
      const gate = Promise.withResolvers<void>();
      hold = { from, released: gate.promise };
      return gate.resolve;
    },
    async untilAsked(count) {
      while (requests.length < count) {
        await once(arrivals, "request");
      }
    },
    refuse: (httpStatus) => {
      refused = httpStatus;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
