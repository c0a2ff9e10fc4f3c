import { z } from "zod";
import type { GithubSettings } from "./auth/github.ts";

const Names = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,100}(?:,[A-Za-z0-9-]{1,100})*$/, "must be names with commas between them");
const MIN_SECRET = 32;

/** How people sign in, as the process is told. */
export const SignInVariables = z.object({
  CATALYST_SECRET: z.string().min(MIN_SECRET, `must have at least ${MIN_SECRET} characters`).optional(),
  CATALYST_GITHUB_CLIENT_ID: z.string().min(1).optional(),
  CATALYST_GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  CATALYST_GITHUB_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .refine((url) => new URL(url).pathname === "/", "must be a URL without a path")
    .optional(),
  CATALYST_GITHUB_ORGANIZATIONS: Names.optional(),
  CATALYST_GITHUB_LOGINS: Names.optional(),
});

export interface SignInConfig {
  /** null: that of the home. */
  secret: string | null;
  /** null: GitHub's sign-in isn't set up. */
  github: GithubSettings | null;
}

export function signInOf(said: z.infer<typeof SignInVariables>): SignInConfig {
  const { CATALYST_GITHUB_CLIENT_ID: clientId, CATALYST_GITHUB_CLIENT_SECRET: clientSecret } = said;
  const secret = said.CATALYST_SECRET ?? null;
  if (clientId === undefined || clientSecret === undefined) {
    return { secret, github: null };
  }
  const url = new URL(said.CATALYST_GITHUB_URL ?? "https://github.com").origin;
  const organizations = namesOf(said.CATALYST_GITHUB_ORGANIZATIONS);
  return {
    secret,
    github: { url, clientId, clientSecret, organizations, logins: namesOf(said.CATALYST_GITHUB_LOGINS) },
  };
}

function namesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.toLowerCase().split(",");
}
