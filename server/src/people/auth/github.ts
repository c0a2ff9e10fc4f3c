import { forgeOfHost } from "@catalyst/core";
import { z } from "zod";
import { askGithub } from "./ask-github.ts";

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
  const init = { headers: { authorization: `Bearer ${token}` } };
  const read = <Schema extends z.ZodType>(path: string, schema: Schema) =>
    askGithub({ url: `${api}${path}`, init, schema });
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
