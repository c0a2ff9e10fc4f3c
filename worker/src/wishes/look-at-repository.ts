import type { NamedRepository, SeenRepository } from "@catalyst/core";
import {
  checkComplete,
  findBase,
  findDefaultBranch,
  findRemoteBase,
  inspectRepository,
  parseRepositoryUrl,
  withView,
} from "@catalyst/git";

export interface Looking {
  repository: NamedRepository;
  /** null: as the repository has it. */
  base: string | null;
}

/** The repository that a person means, where it can be used. Throws a clear error for what isn't a usable one. */
export async function lookAtRepository(
  { repository, base }: Looking,
  { privateHosts }: { privateHosts: readonly string[] },
): Promise<SeenRepository> {
  const text = repository.kind === "folder" ? repository.path : repository.url;
  const address = parseRepositoryUrl(text, "/");
  if (address.vcs === "local") {
    return lookAtFolder(address.url, base);
  }
  const found = await findRemoteBase({ url: address.url, privateHosts }, base);
  const defaultBranch = { name: found.defaultBranch ?? "main", isSaid: found.defaultBranch !== null };
  return { ...address, defaultBranch, baseName: found.name };
}

function lookAtFolder(path: string, base: string | null): Promise<SeenRepository> {
  return withView(path, async (view) => {
    const { name } = await inspectRepository(view);
    const { name: baseName, commit } = await findBase(view, base);
    await checkComplete(view, commit);
    return { vcs: "local", url: view.place.root, name, defaultBranch: await findDefaultBranch(view), baseName };
  });
}
