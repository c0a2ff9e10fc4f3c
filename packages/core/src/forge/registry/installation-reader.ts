import type { GitHubInstallation, ShownRepository } from "../app/installation.ts";

export type FoundInstallation = Omit<GitHubInstallation, "appId">;

/**
 * What an App is told by its GitHub of who let it in. Throws `ForgeAway` where GitHub can't be asked, and a `CatalystError` where
 * it doesn't know the App.
 */
export interface InstallationReader {
  /** `isWhole` false: there are more than are ever asked for. */
  list(): Promise<{ installations: FoundInstallation[]; isWhole: boolean }>;
  /** null: it is gone. */
  find(installationId: number): Promise<FoundInstallation | null>;
  /** null: it shows nothing, as it is suspended or gone. */
  listShown(installationId: number): Promise<{ repositories: ShownRepository[]; isWhole: boolean } | null>;
  /** null: the installation doesn't show it. */
  findShown(of: { installationId: number; repositoryId: number }): Promise<ShownRepository | null>;
  /** The account as which the App is seen to act; null: nobody says. */
  findBotId(installationId: number): Promise<number | null>;
}
