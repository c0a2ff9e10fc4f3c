import { parseRepositoryUrl, readAskedHead } from "@catalyst/git/apart";

/** What a person or a program of theirs calls a repository: a folder with its HEAD as it is at this moment, or an address. Throws for a folder that is none. */
export async function findRepository(said: string, currentFolder: string) {
  const { vcs, url } = parseRepositoryUrl(said, currentFolder);
  return vcs === "local"
    ? ({ kind: "folder", ...(await readAskedHead(url)) } as const)
    : ({ kind: "url", url } as const);
}
