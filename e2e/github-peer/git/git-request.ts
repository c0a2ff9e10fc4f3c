/** A request of git's own over HTTP. */
export interface GitRequest {
  owner: string;
  repo: string;
  service: "git-upload-pack" | "git-receive-pack";
  isAdvertisement: boolean;
  /** As it was sent, without the question mark. */
  search: string;
}

const PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** null: it isn't git's. */
export function readGitRequest(url: URL): GitRequest | null {
  const [, owner = "", repo = "", what = ""] = PATH.exec(url.pathname) ?? [];
  const isAdvertisement = what === "info/refs";
  const service = isAdvertisement ? url.searchParams.get("service") : what;
  if (service !== "git-upload-pack" && service !== "git-receive-pack") {
    return null;
  }
  return { owner, repo, service, isAdvertisement, search: url.search.slice(1) };
}
