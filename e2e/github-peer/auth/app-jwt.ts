import { verify } from "node:crypto";
import type { App } from "../state/app.ts";

const LONGEST_SECONDS = 600;
/** Clocks differ a little. */
const LENIENT_SECONDS = 5;

/** Why the App's JWT isn't taken, in GitHub's words; null: it is. */
export function findJwtFault(token: string, app: App, now: Date): string | null {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const isSigned =
    readPart(header)?.alg === "RS256" &&
    verify("RSA-SHA256", Buffer.from(`${header}.${payload}`), app.publicKey, Buffer.from(signature, "base64url"));
  const claims = readPart(payload);
  if (!isSigned || !claims) {
    return "A JSON web token could not be decoded";
  }
  if (String(claims.iss) !== String(app.id) && claims.iss !== app.clientId) {
    return "Integration not found";
  }
  return findTimeFault(claims, now.getTime() / 1000);
}

function findTimeFault({ iat, exp }: Record<string, unknown>, seconds: number): string | null {
  if (typeof exp !== "number" || exp <= seconds - LENIENT_SECONDS) {
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  }
  if (exp > seconds + LONGEST_SECONDS + LENIENT_SECONDS) {
    return "'Expiration time' claim ('exp') is too far in the future";
  }
  return typeof iat !== "number" || iat > seconds + LENIENT_SECONDS
    ? "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
    : null;
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
