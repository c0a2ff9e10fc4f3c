import { genericOAuth } from "better-auth/plugins";
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
          getUserInfo: ({ accessToken }) => readGithubProfile(settings, accessToken ?? ""),
          mapProfileToUser: ({ login }) => ({ login }),
        },
      ],
    }),
  ];
}
