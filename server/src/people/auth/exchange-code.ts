import { z } from "zod";
import { askGithub } from "./ask-github.ts";
import { type GithubSettings, githubPlaces } from "./github.ts";

/** What can stand in a header. */
const Exchanged = z.object({ access_token: z.string().regex(/^[\x21-\x7e]{1,1000}$/) });

/**
 * The token for the code that a browser came back with. The library would ask without an end in time or size. Throws
 * `unavailable`, for a code that is refused, too: GitHub answers 200 then.
 */
export async function exchangeCode(
  settings: GithubSettings,
  { code, redirectURI, codeVerifier = "" }: { code: string; redirectURI: string; codeVerifier?: string | undefined },
): Promise<{ accessToken: string }> {
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectURI,
    code_verifier: codeVerifier,
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
  });
  const init = { method: "POST", body };
  const { access_token } = await askGithub({ url: githubPlaces(settings).tokenUrl, init, schema: Exchanged });
  return { accessToken: access_token };
}
