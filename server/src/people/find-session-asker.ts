import type { IncomingMessage } from "node:http";
import { CatalystError } from "@catalyst/core";
import type { ServerDeps } from "../server-deps.ts";
import type { Asker } from "../who/who-asks.ts";

/** Who is signed in by the request's cookie or bearer token; null: nobody. Throws `unavailable` where that can't be found out. */
export async function findSessionAsker(
  { headers }: Pick<IncomingMessage, "headers">,
  { signIn }: Pick<ServerDeps, "signIn">,
): Promise<Asker | null> {
  const { cookie, authorization } = headers;
  const carried = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  if (Object.keys(carried).length === 0) {
    return null;
  }
  const { api } = await signIn.library();
  const found = await api.getSession({ headers: new Headers(carried) }).catch((cause: unknown) => {
    throw new CatalystError("unavailable", "Finding out who asks failed. Try again.", { cause });
  });
  if (found === null) {
    return null;
  }
  const { session } = found;
  return {
    actor: { kind: "person", userId: session.userId },
    right: { kind: "session", id: session.id, endsAt: session.expiresAt },
  };
}
