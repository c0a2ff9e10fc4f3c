import { connect, type LookupFunction, type Socket } from "node:net";
import { ForbiddenAddressError, guardedLookup } from "@catalyst/machine";
import { Refusal } from "../http/refusal.ts";
import type { Authority } from "./parse-authority.ts";

/** Opens a connection to a host. Refuses with what is wrong. */
export type DialHost = (target: Authority, timeoutSeconds: number) => Promise<Socket>;

/** Dials hosts that are on the internet: a name that leads to any private, local or metadata address is refused. */
export const dialPublicHost: DialHost = hostDialer(guardedLookup(["public"]));

/** The addresses that `lookup` gives are the very ones that are dialled: the name is resolved once. */
export function hostDialer(lookup: LookupFunction): DialHost {
  return ({ name, port }, timeoutSeconds) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: name, port, lookup, autoSelectFamily: true, allowHalfOpen: true, noDelay: true });
      const fail = (error: Error) => {
        clearTimeout(timer);
        socket.destroy();
        reject(explain(error, { name, port }));
      };
      const timer = setTimeout(() => fail(new Error("it took too long")), timeoutSeconds * 1000);
      socket.once("error", fail);
      socket.once("connect", () => {
        clearTimeout(timer);
        socket.off("error", fail);
        socket.on("error", () => socket.destroy());
        resolve(socket);
      });
    });
}

function explain(error: Error, { name, port }: Authority): Refusal {
  if (error instanceof ForbiddenAddressError) {
    return new Refusal("forbidden", `Connecting to ${name} was refused: it is not on the internet.`, {
      blockedAction: `CONNECT ${name}:${port}`,
      cause: error,
    });
  }
  const code = (error as NodeJS.ErrnoException).code ?? error.message;
  return new Refusal("bad_gateway", `Connecting to ${name}:${port} failed: ${code}. Try again later.`, {
    cause: error,
  });
}
