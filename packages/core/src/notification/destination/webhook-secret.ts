import { randomBytes } from "node:crypto";

const PREFIX = "whsec_";
const BYTES = 32;

/** What a webhook is signed with, in the form of the Standard Webhooks scheme. */
export function makeWebhookSecret(): string {
  return `${PREFIX}${randomBytes(BYTES).toString("base64")}`;
}

/** The bytes of a secret that `makeWebhookSecret` made. */
export function bytesOfSecret(secret: string): Buffer {
  return Buffer.from(secret.slice(PREFIX.length), "base64");
}
