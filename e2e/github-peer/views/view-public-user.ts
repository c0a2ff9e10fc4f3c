import type { Account } from "../state/account.ts";
import { viewAccount } from "./view-account.ts";

/** GitHub's `public-user`: what `/users/{name}` answers, where an App finds the id of its own account. */
export function viewPublicUser(account: Account, address: string) {
  return {
    ...viewAccount(account, address),
    ...{ name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null },
    ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0, user_view_type: "public" },
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  };
}
