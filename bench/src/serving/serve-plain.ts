/** `node serve-plain.ts node|hono <socket>`: answers every request with the same small JSON, as the least that can be done. */
import { createServer, type RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";

const BODY = { status: "ok", version: "0.1.0" };

const LISTENERS: Record<string, () => RequestListener> = {
  node: () => (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(BODY));
  },
  hono: () => {
    const app = new Hono();
    app.get("*", (context) => context.json(BODY));
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
};

const [kind = "", socketPath = ""] = process.argv.slice(2);
const listener = LISTENERS[kind];
if (listener === undefined) {
  throw new Error(`There is no server ${kind}.`);
}
createServer(listener()).listen(socketPath, () => console.log(JSON.stringify({ socketPath })));
