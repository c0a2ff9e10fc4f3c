import type { Account } from "../state/account.ts";
import { nodeId } from "./view-account.ts";

/** GitHub's `organization-simple`, which webhooks of an organisation's repositories have. */
export function viewOrganization({ id, login }: Account, address: string) {
  const url = `${address}/orgs/${login}`;
  return {
    ...{ login, id, node_id: nodeId("Organization", id), url, description: null },
    ...{ avatar_url: `${address}/avatars/u/${id}`, repos_url: `${url}/repos`, events_url: `${url}/events` },
    ...{ hooks_url: `${url}/hooks`, issues_url: `${url}/issues`, members_url: `${url}/members{/member}` },
    public_members_url: `${url}/public_members{/member}`,
  };
}
