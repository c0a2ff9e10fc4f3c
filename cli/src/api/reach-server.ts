import { ApiError, type ApiRequest, type Transport } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import type { ApiContext } from "./open-api.ts";

/** Nobody listens: the request reached no server. */
const NOBODY = new Set(["ENOENT", "ECONNREFUSED"]);
/** The connection broke: a server may have done what was asked. */
const BROKEN = new Set(["ECONNRESET", "EPIPE"]);

/** Carries requests to the server of the home, which is started where there is none. */
export function reachServer(socketPath: string, context: ApiContext): Transport {
  const send = unixSocketTransport(socketPath);
  return async (request) => {
    for (;;) {
      try {
        return await send(request);
      } catch (error) {
        if (!canAskAgain(error, request)) {
          throw error;
        }
      }
      const { awaitServer } = await import("./await-server.ts");
      await awaitServer(socketPath, context);
    }
  };
}

/** What was done twice is done once only where it has a key. */
function canAskAgain(error: unknown, { method, headers, signal }: ApiRequest): boolean {
  if (!(error instanceof ApiError) || signal?.aborted === true) {
    return false;
  }
  const code = String((error.cause as NodeJS.ErrnoException | undefined)?.code);
  const isSafe = method === "GET" || headers["idempotency-key"] !== undefined;
  return NOBODY.has(code) || (BROKEN.has(code) && isSafe);
}
