import { createHmac, timingSafeEqual } from "node:crypto";

/** Where a server takes it that somebody wants no more of a destination's mail, without signing in. */
export const UNSUBSCRIBE_PATH = "/unsubscribe";

/** A destination that is told by mail, and what shows that a mail of ours named it. */
export interface Unsubscribing {
  destinationId: string;
  token: string;
}

/** The link in a mail of this destination: the same each time, as mail is the same to the byte. */
export function unsubscribeUrl(publicUrl: string, destinationId: string, key: Buffer): string {
  const url = new URL(UNSUBSCRIBE_PATH, publicUrl);
  url.search = new URLSearchParams({
    of: destinationId,
    token: sign(destinationId, key).toString("base64url"),
  }).toString();
  return url.href;
}

/** Whether the link was ours; how long it takes says nothing of how near a wrong one was. */
export function isUnsubscribing({ destinationId, token }: Unsubscribing, key: Buffer): boolean {
  const given = Buffer.from(token, "base64url");
  const right = sign(destinationId, key);
  return given.length === right.length && timingSafeEqual(given, right);
}

function sign(destinationId: string, key: Buffer): Buffer {
  return createHmac("sha256", key)
    .update(JSON.stringify(["catalyst-unsubscribe", 1, destinationId]))
    .digest();
}
