import { z } from "zod";
import { GitHubId } from "../app/github-app.ts";

/** Where to look, as something changed about who let an App in or what they show it. */
export type RegistryEvent =
  | { kind: "installation"; installationId: number }
  | { kind: "repository"; installationId: number; repositoryId: number };

const OF_INSTALLATIONS = ["installation", "installation_repositories", "installation_target"];
/** Others of `repository` change nothing that is kept. */
const OF_REPOSITORIES = [
  ...["created", "deleted", "renamed", "transferred", "archived", "unarchived", "privatized", "publicized"],
];

const Numbered = z.object({ id: GitHubId });
const OfInstallation = z.object({ installation: Numbered });
const OfRepository = z.object({ action: z.string(), installation: Numbered, repository: Numbered });

/** Reads a webhook's delivery; null: it tells of something else, or can't be read. It says where to look, and nothing of how it is. */
export function readRegistryEvent({ event, payload }: { event: string; payload: unknown }): RegistryEvent | null {
  if (OF_INSTALLATIONS.includes(event)) {
    const read = OfInstallation.safeParse(payload).data;
    return read === undefined ? null : { kind: "installation", installationId: read.installation.id };
  }
  const read = event === "repository" ? OfRepository.safeParse(payload).data : undefined;
  return read === undefined || !OF_REPOSITORIES.includes(read.action)
    ? null
    : { kind: "repository", installationId: read.installation.id, repositoryId: read.repository.id };
}
