import { createHmac } from "node:crypto";
import { passkey } from "@better-auth/passkey";
import { type Database, SIGN_IN_TABLES } from "@catalyst/postgres";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { createAuthMiddleware } from "better-auth/api";
import { bearer, deviceAuthorization, magicLink } from "better-auth/plugins";
import type { BetterAuthOptions } from "better-auth/types";
import type { Logger } from "pino";
import { AUTH_PATH } from "../auth-path.ts";
import type { GithubSettings } from "./github.ts";
import { githubPlugins } from "./github-plugin.ts";
import { keepHashes } from "./keep-hashes.ts";
import { parseRows } from "./parse-rows.ts";
import type { SignUpGate } from "./sign-up-gate.ts";

const DAY_SECONDS = 24 * 3600;
const SESSION_SECONDS = 30 * DAY_SECONDS;
/** For the links and codes that stand for signing in until they are used. */
const LINK_SECONDS = 3600;
const DEVICE_MINUTES = 15;
const MIN_PASSWORD = 12;

/** The one client that signs in by a code: the CLI. */
const DEVICE_CLIENT = "catalyst-cli";

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
  log: Logger;
}

export type Auth = ReturnType<typeof createAuth>;

/** The library that signs people in, on our tables. It decides who somebody is, and never what they may. */
export function createAuth({ publicUrl, secret, cookiePrefix, github }: AuthSettings, { db, gate, log }: AuthDeps) {
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
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD, autoSignIn: true },
    rateLimit: { enabled: true, storage: "database", modelName: "rateLimits" },
    databaseHooks: gate.hooks,
    hooks: { after: createAuthMiddleware(async (context) => signDeviceToken(context)) },
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    advanced: {
      cookiePrefix,
      database: { generateId: "uuid" },
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    plugins: [
      bearer({ requireSignature: true }),
      magicLink({ disableSignUp: true, expiresIn: LINK_SECONDS, storeToken: "hashed", sendMagicLink: handLink }),
      deviceAuthorization({
        expiresIn: `${DEVICE_MINUTES}m`,
        interval: "5s",
        verificationUri: "/sign-in/device",
        validateClient: (id) => id === DEVICE_CLIENT,
        schema: { deviceCode: { modelName: "deviceCodes" } },
      }),
      passkey({ rpName: "Catalyst", schema: { passkey: { modelName: "passkeys" } } }),
      ...githubPlugins(github),
    ],
  } satisfies BetterAuthOptions);
}

function openTables({ drizzle }: Pick<Database, "drizzle">) {
  const open = drizzleAdapter(drizzle, { provider: "pg", schema: SIGN_IN_TABLES, transaction: true });
  return (options: BetterAuthOptions) => parseRows(keepHashes(open(options)));
}

/** Who asks on this server gives a function that is handed the link, as nobody else may have it. */
function handLink({ url, metadata }: { url: string; metadata?: { hand?: (url: string) => void } }): void {
  metadata?.hand?.(url);
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
