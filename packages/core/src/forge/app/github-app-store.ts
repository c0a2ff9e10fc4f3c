import type { GitHubApp } from "./github-app.ts";

export type GitHubAppPatch = Partial<Omit<GitHubApp, "id" | "host" | "appId" | "createdAt">>;

export interface GitHubAppStore {
  /** Throws `conflict` where the host's App of this number is there already. */
  insert(app: GitHubApp): Promise<void>;
  /** null: there is none of this id. */
  get(id: string): Promise<GitHubApp | null>;
  /** The oldest first. */
  list(): Promise<GitHubApp[]>;
  /** null: there is none of this id. */
  change(id: string, patch: GitHubAppPatch): Promise<GitHubApp | null>;
  /** Puts what is sealed in the place of what was. False: it was changed since. */
  replaceSealed(before: GitHubApp, after: GitHubApp): Promise<boolean>;
  /** Drops it with its installations and deliveries. False: there is none of this id. */
  remove(id: string): Promise<boolean>;
  /** Calls the handler soon after any of them was changed, added or removed. Returns how to stop. */
  watch(onChanged: () => void): Promise<() => void>;
}
