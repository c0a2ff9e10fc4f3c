import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type AuditStore, GUESSES, type GuessStore } from "@catalyst/core";
import type { createAuthMiddleware } from "better-auth/api";

type Context = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/** What the library asks around each password that is tried. */
export interface PasswordGuard {
  /** What is answered instead of trying it. */
  before(context: Context): Promise<Response | undefined>;
  after(context: Context): Promise<void>;
}

export interface GuardDeps {
  guesses: GuessStore;
  audit: Pick<AuditStore, "add">;
  cookiePrefix: string;
}

const DOOR = "/sign-in/email";
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Counts what is tried at each account, whether it is there or not, from wherever it comes. A browser from which somebody signed in
 * before has tries of its own there: strangers who use up the account's keep its person waiting nowhere else.
 */
export function createGuard({ guesses, audit, cookiePrefix }: GuardDeps): PasswordGuard {
  const cookie = `${cookiePrefix}.known`;
  const triesOf = (context: Context) => {
    const email = emailOf(context);
    const known = context.getCookie(cookie) ?? "";
    return isSigned(known, { email, secret: context.context.secret }) ? `known:${known}` : `account:${email}`;
  };
  return {
    async before(context) {
      const waitSeconds = context.path === DOOR ? await guesses.take({ name: triesOf(context), ...GUESSES }) : 0;
      if (waitSeconds > 0) {
        // The library writes what is thrown here to the log, as often as somebody tries.
        const headers = { "x-retry-after": String(waitSeconds) };
        return Response.json({ message: "Too many tries." }, { status: 429, headers });
      }
    },
    async after(context) {
      if (context.path !== DOOR) {
        return;
      }
      if (context.context.newSession === null) {
        await audit.add({ kind: "sign_in_failed", userId: null, teamId: null, facts: await factsOf(context) });
        return;
      }
      await guesses.forget(triesOf(context));
      const value = sign(randomBytes(16).toString("base64url"), {
        email: emailOf(context),
        secret: context.context.secret,
      });
      const { secure } = context.context.authCookies.sessionToken.attributes;
      const attributes = { httpOnly: true, sameSite: "lax", path: "/", maxAge: YEAR_SECONDS } as const;
      context.setCookie(cookie, value, { ...attributes, secure: secure === true });
    },
  };
}

function emailOf({ body }: Context): string {
  const email: unknown = (body as { email?: unknown } | undefined)?.email;
  return typeof email === "string" ? email.toLowerCase() : "";
}

/** Where it came from, and whose account was meant: what was typed may be a password in the wrong place. */
async function factsOf(context: Context): Promise<Record<string, string>> {
  const found = await context.context.internalAdapter.findUserByEmail(emailOf(context));
  const login = (found?.user as { login?: string } | undefined)?.login;
  const address = context.headers?.get("x-forwarded-for") ?? "";
  return { address, ...(login === undefined ? {} : { login }) };
}

interface Signed {
  email: string;
  secret: string;
}

function sign(id: string, { email, secret }: Signed): string {
  const mac = createHmac("sha256", secret).update(`known:${id}:${email}`).digest("base64url");
  return `${id}.${mac}`;
}

function isSigned(value: string, signed: Signed): boolean {
  const [id = ""] = value.split(".", 1);
  const [said, expected] = [Buffer.from(value), Buffer.from(sign(id, signed))];
  return said.length === expected.length && timingSafeEqual(said, expected);
}
