import { randomUUID } from "node:crypto";
import { ApiError, fetchTransport, type Transport } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import type { Remote } from "./find-remote.ts";

/** Carries requests to a server elsewhere, as whoever signed in there. Throws `unauthenticated` once that has ended. */
export function reachRemote(remote: Remote): Transport {
  const send = fetchTransport(remote);
  return async (request) => {
    const headers =
      request.method === "POST" ? { "idempotency-key": randomUUID(), ...request.headers } : request.headers;
    const response = await send({ ...request, headers }).catch((cause: Error) => {
      const { message } = (cause.cause as Error | undefined) ?? cause;
      throw new ApiError("unavailable", `Asking ${remote.url} failed: ${message}.`, { cause });
    });
    if (response.status === 401) {
      throw new CatalystError("unauthenticated", `Asking ${remote.url} failed: you aren't signed in there any more.`, {
        way: { kind: "sign_in", server: remote.url },
      });
    }
    return response;
  };
}
