import { createHmac } from "node:crypto";
import { bytesOfSecret } from "@catalyst/core/notification";

export interface SignInput {
  /** The delivery's: the same for each try. */
  id: string;
  at: Date;
  body: string;
  /** One, or two while one follows the other. */
  secrets: readonly string[];
}

/** The headers of the Standard Webhooks scheme: https://github.com/standard-webhooks/standard-webhooks */
export function signWebhook({ id, at, body, secrets }: SignInput): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const mac = createHmac("sha256", bytesOfSecret(secret)).update(`${id}.${timestamp}.${body}`);
    return `v1,${mac.digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
