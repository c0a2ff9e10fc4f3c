import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { Peer } from "../make-peer.ts";

/** GitHub's own client, as the App. */
export function askAsApp({ app, apiAddress }: Peer): Octokit {
  return new Octokit({
    baseUrl: apiAddress,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey },
    log: SILENT,
  });
}

/** As an installation with all that it may. */
export function askAsInstallation({ app, apiAddress, installation }: Peer, login: string): Octokit {
  return new Octokit({
    baseUrl: apiAddress,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.privateKey, installationId: installation(login).id },
    log: SILENT,
  });
}

/** A token of an installation, with these permissions alone. */
export async function mintNarrowed(peer: Peer, login: string, permissions: Record<string, "read" | "write">) {
  const path = "POST /app/installations/{installation_id}/access_tokens";
  const { data } = await askAsApp(peer).request(path, { installation_id: peer.installation(login).id, permissions });
  return data.token;
}

/** As a person; or with any other token. */
export function askWithToken({ apiAddress }: Peer, token: string): Octokit {
  return new Octokit({ baseUrl: apiAddress, auth: token, log: SILENT });
}

export function askAsPerson(peer: Peer, login: string): Octokit {
  return askWithToken(peer, peer.person(login).token);
}

const nothing = () => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
