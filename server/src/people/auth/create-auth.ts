import { createHmac } from "node:crypto";
import { MAX_PASSWORD, MIN_PASSWORD } from "@catalyst/core";
import { type Database, SIGN_IN_TABLES } from "@catalyst/postgres";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAuthMiddleware } from "better-auth/api";
import type { BetterAuthOptions } from "better-auth/types";
import type { Logger } from "pino";
import { AUTH_PATH } from "../auth-path.ts";
import type { GithubSettings } from "./github.ts";
import { githubPlugins } from "./github-plugin.ts";
import { joinPeople } from "./join-people.ts";
import { keepHashes } from "./keep-hashes.ts";
import { limitPasskeys } from "./limit-passkeys.ts";
import { ownPlugins } from "./own-plugins.ts";
import { parseRows } from "./parse-rows.ts";
import type { PasswordGuard } from "./password-guard.ts";
import type { SignUpGate } from "./sign-up-gate.ts";

const DAY_SECONDS = 24 * 3600;
/**
 * What people type of a device's code is short enough to be guessed by who may try for long. A link's token isn't, and whoever opens some
 * links within minutes is no attacker: better-auth refuses the sixth, and counts on while less than a minute is between two of them.
 */
const TRY_RULES = {
  ...Object.fromEntries(["/device", "/device/approve", "/device/deny"].map((door) => [door, { window: 60, max: 10 }])),
  "/magic-link/verify": { window: 60, max: 100 },
};
const SESSION_SECONDS = 30 * DAY_SECONDS;

export interface AuthSettings {
  /** Where people find the server, without a path. */
  publicUrl: string;
  secret: string;
  /** Cookies know no ports: servers of one host must not take each other's. */
  cookiePrefix: string;
  github: GithubSettings | null;
}

export interface AuthDeps {
  db: Pick<Database, "drizzle">;
  gate: SignUpGate;
  guard: PasswordGuard;
  log: Logger;
}

export type Auth = ReturnType<typeof createAuth>;

/** The library that signs people in, on our tables. It decides who somebody is, and never what they may. */
export function createAuth(
  { publicUrl, secret, cookiePrefix, github }: AuthSettings,
  { db, gate, guard, log }: AuthDeps,
) {
  return betterAuth({
    appName: "Catalyst",
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) => log[level === "error" ? "error" : "warn"]({ of: "sign-in" }, message),
    },
    database: openTables(db),
    trustedOrigins: [publicUrl],
    user: {
      modelName: "users",
      additionalFields: { login: { type: "string", required: true, input: true } },
      validateUserInfo: gate.check,
    },
    session: { modelName: "sessions", expiresIn: SESSION_SECONDS, updateAge: DAY_SECONDS },
    account: {
      modelName: "userAccounts",
      accountLinking: { enabled: true, disableImplicitLinking: true, allowDifferentEmails: true },
    },
    verification: { modelName: "verifications", storeIdentifier: "hashed" },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      autoSignIn: true,
    },
    rateLimit: { enabled: true, storage: "database", modelName: "rateLimits", customRules: TRY_RULES },
    databaseHooks: gate.hooks,
    hooks: {
      before: createAuthMiddleware((context) => guard.before(context)),
      after: createAuthMiddleware(async (context) => {
        await guard.after(context);
        return signDeviceToken(context);
      }),
    },
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    advanced: {
      cookiePrefix,
      database: { generateId: "uuid" },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    plugins: [...ownPlugins(publicUrl), ...githubPlugins(github)],
  } satisfies BetterAuthOptions);
}

function openTables(db: Pick<Database, "drizzle">) {
  const open = drizzleAdapter(db.drizzle, { provider: "pg", schema: SIGN_IN_TABLES, transaction: true });
  return (options: BetterAuthOptions) => parseRows(limitPasskeys(keepHashes(joinPeople(open(options), db))));
}

/** What clients of the API get is the signed token: the other one opens nothing. */
function signDeviceToken(context: Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]) {
  const returned = context.context.returned as { access_token?: string } | undefined;
  if (context.path !== "/device/token" || typeof returned?.access_token !== "string") {
    return;
  }
  const { secret } = context.context;
  const signature = createHmac("sha256", secret).update(returned.access_token).digest("base64");
  return context.json({ ...returned, access_token: `${returned.access_token}.${signature}`, token_type: "Bearer" });
}
