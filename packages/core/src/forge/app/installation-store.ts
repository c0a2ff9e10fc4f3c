import type { GitHubInstallation } from "./installation.ts";

type Named = Pick<GitHubInstallation, "appId" | "installationId">;

/** Who let our Apps in. */
export interface GitHubInstallationStore {
  /** Puts what GitHub says of one in the place of what it said before. Throws `not_found` where the App is gone. */
  put(installation: GitHubInstallation): Promise<void>;
  find(of: Named): Promise<GitHubInstallation | null>;
  /** Those of an App, by number. */
  list(appId: string): Promise<GitHubInstallation[]>;
  /** False: there is none. */
  remove(of: Named): Promise<boolean>;
}
