import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createListener, type Server as Listener } from "node:net";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { NODE } from "../node-place.ts";

const Asked = z.object({ stage: z.string(), what: z.unknown().optional() });

/** What stands in for the gateway, at this machine's end of the link: what stages are to do, and what they tell. */
export interface StandInGateway {
  port: number;
  /** Its port that no pod may reach. */
  canaryPort: number;
  /** What each stage does: the body of an asynchronous function, with `tell`, `reach` and `require`. What isn't named does nothing. */
  scripts: Record<string, string>;
  told: { stage: string; what: unknown }[];
  /** When the next is heard of that stage, on this process' own clock. */
  hearOf(stage: string): Promise<number>;
  stop(): Promise<void>;
}

export async function serveGateway(): Promise<StandInGateway> {
  const scripts: StandInGateway["scripts"] = {};
  const told: StandInGateway["told"] = [];
  const waiting = new Map<string, (at: number) => void>();
  const server = createServer(async (request, response) => {
    const at = performance.now();
    const { stage, what } = Asked.parse(JSON.parse(await text(request)));
    waiting.get(stage)?.(at);
    waiting.delete(stage);
    if (request.url === "/told") {
      told.push({ stage, what });
    }
    response.end(request.url === "/script" ? (scripts[stage] ?? "") : "");
  });
  const canary = createListener((socket) => socket.destroy());
  const [port, canaryPort] = [await listen(server), await listen(canary)];
  return {
    ...{ port, canaryPort, scripts, told },
    hearOf: async (stage) => await new Promise((resolve) => waiting.set(stage, resolve)),
    async stop() {
      server.closeAllConnections();
      for (const one of [server, canary]) {
        one.close();
        await once(one, "close");
      }
    },
  };
}

async function listen(server: Server | Listener): Promise<number> {
  server.listen(0, NODE.hostAddress);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
