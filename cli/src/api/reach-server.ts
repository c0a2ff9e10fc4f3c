import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { ApiError, type ApiRequest, type ApiResponse, type Transport } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { CatalystError } from "@catalyst/core/apart";
import type { ApiContext } from "./api-context.ts";

/** Nobody listens, or there can be no such place, which the server says better: the request reached none. */
const NOBODY = new Set(["ENOENT", "ENOTDIR", "ECONNREFUSED", "EINVAL"]);
/** The connection broke: a server may have done what was asked. */
const BROKEN = new Set(["ECONNRESET", "EPIPE"]);
const LOOK_MILLISECONDS = 250;

/** Carries requests to the server of the home, which is started where there is none. */
export function reachServer(socketPath: string, context: ApiContext): Transport {
  const send = unixSocketTransport(socketPath);
  return async (asked) => {
    const request = nameRequest(asked);
    for (let isAgain = false; ; isAgain = true) {
      const response = await tryToSend(() => send(request), request);
      if (response === null) {
        const { awaitServer } = await import("./await-server.ts");
        await awaitServer(socketPath, context);
      } else if (isAgain && (await isUnfinished(response))) {
        // The server that began with it may have died over it, which another one believes after a while.
        await pause(context);
      } else {
        return response;
      }
    }
  };
}

/** null: no server answered, and it may be asked again. */
async function tryToSend(send: () => Promise<ApiResponse>, request: ApiRequest): Promise<ApiResponse | null> {
  try {
    return await send();
  } catch (error) {
    if (canAskAgain(error, request)) {
      return null;
    }
    throw error;
  }
}

async function pause({ interrupted }: ApiContext): Promise<void> {
  await wait(LOOK_MILLISECONDS, undefined, { signal: interrupted }).catch(() => undefined);
  if (interrupted.aborted) {
    throw new CatalystError("cancelled", "What came of it was not waited for.");
  }
}

/** What is asked for under a name is done once, however often it is asked for. */
function nameRequest(request: ApiRequest): ApiRequest {
  return request.method === "POST"
    ? { ...request, headers: { "idempotency-key": randomUUID(), ...request.headers } }
    : request;
}

function canAskAgain(error: unknown, { method, signal }: ApiRequest): boolean {
  if (!(error instanceof ApiError) || signal?.aborted === true) {
    return false;
  }
  const code = String((error.cause as NodeJS.ErrnoException | undefined)?.code);
  return NOBODY.has(code) || (BROKEN.has(code) && method !== "PATCH");
}

/** Whether a server says that the request of this name is being done. Any other answer is as it was. */
async function isUnfinished(response: ApiResponse): Promise<boolean> {
  if (response.status !== 409) {
    return false;
  }
  const parts = await Array.fromAsync(response.body);
  response.body = (async function* () {
    yield* parts;
  })();
  return JSON.parse(Buffer.concat(parts).toString()).code === "in_progress";
}
