import type { Repository } from "@catalyst/api";
import type { Repo } from "@catalyst/core";

export function presentRepository({ id, projectId, vcs, url, name, defaultBranch, createdAt }: Repo): Repository {
  return { id, projectId, vcs, url, name, defaultBranch, createdAt: createdAt.toISOString() };
}
