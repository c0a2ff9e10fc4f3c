import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Peer } from "../make-peer.ts";

interface Received {
  headers: IncomingHttpHeaders;
  /** `event.action` */
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects.
  body: any;
  isSigned: boolean;
}

export interface Receiver {
  received: Received[];
  /** What is answered from now on. */
  status: number;
  close(): Promise<void>;
}

/** An App's webhook, which is told to the peer. */
export async function receiveWebhooks({ app }: Peer): Promise<Receiver> {
  const receiver: Receiver = { received: [], status: 202, close: () => Promise.resolve() };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const signature = createHmac("sha256", app.webhook.secret).update(body).digest("hex");
    const isSigned = request.headers["x-hub-signature-256"] === `sha256=${signature}`;
    const parsed = JSON.parse(body);
    const name = `${request.headers["x-github-event"]}.${parsed.action}`;
    receiver.received.push({ headers: request.headers, name, body: parsed, isSigned });
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  app.webhook.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  receiver.close = () => new Promise((resolve) => server.close(() => resolve()));
  return receiver;
}
