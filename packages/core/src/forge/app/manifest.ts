/** What an App of ours needs, of repositories. */
const NEEDED = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;

/** What it can do without: why checks failed, and who is in a team that is asked. */
const WISHED = { checks: "read", statuses: "read", actions: "read", members: "read" } as const;

/** What an App of ours may, by GitHub's names. Never `workflows`, `administration`, `secrets` or `environments`. */
export const APP_PERMISSIONS = { needed: NEEDED, wished: WISHED } as const;

/** What it hears of. Installations and their repositories are told to every App. */
export const APP_EVENTS = [
  ...["issues", "issue_comment", "pull_request", "pull_request_review", "pull_request_review_comment"],
  ...["pull_request_review_thread", "check_suite", "repository"],
] as const;

/** How an App is described to the page that makes it. */
export interface AppManifest {
  name: string;
  url: string;
  redirect_url: string;
  public: boolean;
  hook_attributes: { url: string; active: boolean };
  default_permissions: Readonly<Record<string, string>>;
  default_events: readonly string[];
}

export interface ManifestWish {
  name: string;
  /** Where people find what the App is. */
  homepage: string;
  /** Where the browser comes back to. */
  redirectUrl: string;
  /** Where its deliveries go; null: nowhere, and what happens is asked for. */
  hookUrl: string | null;
}

/** GitHub wants an address of the webhook also where it is off. */
export function makeManifest({ name, homepage, redirectUrl, hookUrl }: ManifestWish): AppManifest {
  return {
    ...{ name, url: homepage, redirect_url: redirectUrl, public: false },
    hook_attributes: { url: hookUrl ?? homepage, active: hookUrl !== null },
    default_permissions: { ...NEEDED, ...WISHED },
    // An App without a webhook may listen to nothing.
    default_events: hookUrl === null ? [] : APP_EVENTS,
  };
}
