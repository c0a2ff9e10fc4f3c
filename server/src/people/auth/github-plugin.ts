import { CatalystError } from "@catalyst/core";
import { genericOAuth } from "better-auth/plugins";
import { exchangeCode } from "./exchange-code.ts";
import { type GithubSettings, githubId, githubPlaces, readGithubProfile } from "./github.ts";

/** None: nobody set up GitHub's sign-in. */
export function githubPlugins(settings: GithubSettings | null) {
  if (settings === null) {
    return [];
  }
  const { clientId, clientSecret, organizations } = settings;
  const { authorizationUrl, tokenUrl } = githubPlaces(settings);
  return [
    genericOAuth({
      config: [
        {
          providerId: githubId(settings),
          name: "GitHub",
          clientId,
          clientSecret,
          authorizationUrl,
          tokenUrl,
          scopes: ["read:user", "user:email", ...(organizations.length === 0 ? [] : ["read:org"])],
          pkce: true,
          getToken: (asked) => exchangeCode(settings, asked),
          getUserInfo: ({ accessToken }) => readGithubProfile(settings, accessToken ?? "").catch(orNobody),
          mapProfileToUser: ({ login }) => ({ login }),
        },
      ],
    }),
  ];
}

/** Who can't be found out isn't signed in, and comes back to our page: the library would answer what is thrown as a fault. */
function orNobody(error: unknown): null {
  if (error instanceof CatalystError) {
    return null;
  }
  throw error;
}
