import type { SignedIn } from "@catalyst/core";
import type { Asker } from "../who/who-asks.ts";

const MAX_NAME = 100;
/** What the CLI calls itself, with the machine where it runs. */
const CLI = /^catalyst-cli \(([A-Za-z0-9._-]{1,64})\)$/;

export function presentSession(session: SignedIn, right: Asker["right"]) {
  const { id, ipAddress, createdAt, usedAt, expiresAt, userAgent } = session;
  return {
    id,
    name: nameOf(userAgent ?? ""),
    isThis: right?.kind === "session" && right.id === id,
    address: ipAddress || null,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

function nameOf(userAgent: string): string {
  const host = CLI.exec(userAgent)?.[1];
  return host === undefined ? userAgent.slice(0, MAX_NAME) || "a client without a name" : `CLI on ${host}`;
}
