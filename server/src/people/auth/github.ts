import { CatalystError, forgeOfHost } from "@catalyst/core";
import { z } from "zod";

const TIMEOUT_MILLISECONDS = 10_000;
const MAX_BYTES = 1024 * 1024;
const MAX_ORGANIZATIONS = 100;

/** GitHub's sign-in as the settings of the process have it. */
export interface GithubSettings {
  /** `https://github.com`, or an Enterprise server's. */
  url: string;
  clientId: string;
  clientSecret: string;
  /** Whose members may sign up, and who may beside them, in lower case. */
  organizations: readonly string[];
  logins: readonly string[];
}

export type GithubProfile = z.infer<typeof GithubProfile>;
/** Who signs in, in our words. `maySignUp`: one of the organisations or logins that the settings name. */
export const GithubProfile = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  image: z.string().optional(),
  maySignUp: z.boolean(),
});

const Account = z.object({
  id: z.int().positive(),
  login: z.string().min(1).max(100),
  name: z.string().max(255).nullish(),
  avatar_url: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .nullish()
    .catch(null),
});
const Emails = z.array(z.object({ email: z.email().max(320), primary: z.boolean(), verified: z.boolean() }));
const Organizations = z.array(z.object({ login: z.string() }));

/** As accounts of it are stored: numbers of one server mean nothing on another. */
export function githubId({ url }: Pick<GithubSettings, "url">): string {
  return forgeOfHost(new URL(url).host);
}

export function githubPlaces({ url }: Pick<GithubSettings, "url">) {
  const api = githubId({ url }) === "github" ? "https://api.github.com" : `${url}/api/v3`;
  return { authorizationUrl: `${url}/login/oauth/authorize`, tokenUrl: `${url}/login/oauth/access_token`, api };
}

/** Who the token is of. It is asked with once, and not kept. Throws `unavailable`. */
export async function readGithubProfile(settings: GithubSettings, token: string): Promise<GithubProfile> {
  const { api } = githubPlaces(settings);
  const read = <Schema extends z.ZodType>(path: string, schema: Schema) => fetchJson(`${api}${path}`, token, schema);
  const account = await read("/user", Account);
  const emails = await read("/user/emails", Emails);
  const primary = emails.find(({ primary, verified }) => primary && verified);
  const names =
    settings.organizations.length === 0 ? [] : await read(`/user/orgs?per_page=${MAX_ORGANIZATIONS}`, Organizations);
  const isMember = names.some(({ login }) => settings.organizations.includes(login.toLowerCase()));
  return {
    id: String(account.id),
    login: account.login,
    name: account.name || account.login,
    email: primary?.email ?? `${githubId(settings)}-${account.id}@accounts.invalid`,
    emailVerified: primary !== undefined,
    image: account.avatar_url ?? undefined,
    maySignUp: isMember || settings.logins.includes(account.login.toLowerCase()),
  };
}

async function fetchJson<Schema extends z.ZodType>(
  url: string,
  token: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: "application/json", "user-agent": "catalyst" },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  const text = await readBounded(response);
  const parsed = response.ok ? schema.safeParse(parseJson(text)) : null;
  if (parsed?.success !== true) {
    const { hostname, pathname } = new URL(url);
    throw new CatalystError(
      "unavailable",
      `Asking ${hostname} for ${pathname} failed: it answered ${response.status}. Try again.`,
    );
  }
  return parsed.data;
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) {
      throw new CatalystError("unavailable", `Asking ${new URL(response.url).hostname} failed: its answer has no end.`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
