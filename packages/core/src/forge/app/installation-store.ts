import type { GitHubInstallation, ShownRepository } from "./installation.ts";

type Named = Pick<GitHubInstallation, "appId" | "installationId">;

/** Who let our Apps in. */
export interface GitHubInstallationStore {
  /** Puts what GitHub says of one in the place of what it said before. Throws `not_found` where the App is gone. */
  put(installation: GitHubInstallation): Promise<void>;
  find(of: Named): Promise<GitHubInstallation | null>;
  /** Those of an App, by number. */
  list(appId: string): Promise<GitHubInstallation[]>;
  /** The numbers of an App's of which what they show was last put before then, the longest ago first. */
  listStale(of: { appId: string; before: Date }): Promise<number[]>;
  /** Drops it with what it shows. False: there is none. */
  remove(of: Named): Promise<boolean>;
  /**
   * Puts the repositories that an installation shows in the place of those before; `isWhole` false: beside them, as there are more.
   * Returns the numbers of those that it showed and shows no more. Throws `not_found` where the installation is gone.
   */
  show(of: Named, shown: { repositories: readonly ShownRepository[]; isWhole: boolean }): Promise<number[]>;
  /** Drops one repository from what the App's installations show. False: none shows it. */
  hide(of: { appId: string; repositoryId: number }): Promise<boolean>;
  /** What the App's installation shows, by owner and name. */
  listShown(of: Named): Promise<ShownRepository[]>;
  /** Those by which the repository of a host is shown to our Apps, the App that is longest here first. */
  listShowing(of: { host: string; repositoryId: number }): Promise<GitHubInstallation[]>;
  /** Calls the handler soon after any of this was changed. Returns how to stop. */
  watch(onChanged: () => void): Promise<() => void>;
}
