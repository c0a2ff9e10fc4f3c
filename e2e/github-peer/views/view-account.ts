import type { Account } from "../state/account.ts";

/** GitHub's `simple-user`. */
export function viewAccount({ id, login, type }: Account, address: string) {
  const url = `${address}/users/${encodeURIComponent(login)}`;
  return {
    ...{ login, id, node_id: nodeId(type, id), type, site_admin: false },
    ...{ avatar_url: `${address}/avatars/u/${id}`, gravatar_id: "", url },
    html_url: `${address}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
  };
}

/** GraphQL's name of a thing: opaque to clients. */
export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64url");
}
