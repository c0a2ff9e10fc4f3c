import type { Database } from "@catalyst/postgres";
import pino from "pino";
import { type Auth, type AuthSettings, createAuth } from "../auth/create-auth.ts";
import type { PasswordGuard } from "../auth/password-guard.ts";
import type { SignUpGate } from "../auth/sign-up-gate.ts";

export const TEST_URL = "http://localhost:4000";

const OPEN_GATE: SignUpGate = { check: () => undefined, hooks: {} };
const NO_GUARD: PasswordGuard = { before: async () => undefined, after: async () => undefined };

/** Signing in on a database, for everybody unless a gate says otherwise. */
export function openAuth(
  db: Database,
  { gate = OPEN_GATE, ...more }: Partial<AuthSettings & { gate: SignUpGate }> = {},
): Auth {
  return createAuth(
    { publicUrl: TEST_URL, secret: "5".repeat(64), cookiePrefix: "catalyst-test", github: null, ...more },
    { db, gate, guard: NO_GUARD, log: pino({ level: "silent" }) },
  );
}

/** One request to the library, from a browser that is on our page. */
export function ask(
  auth: Auth,
  path: string,
  { headers, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Response> {
  return auth.handler(
    new Request(`${TEST_URL}/api/auth${path}`, {
      method: body === undefined ? "GET" : "POST",
      redirect: "manual",
      headers: {
        origin: TEST_URL,
        "x-forwarded-for": "192.0.2.1",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

/** What a browser sends back of what it was given. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
