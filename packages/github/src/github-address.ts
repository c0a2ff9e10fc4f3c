/** Where the API of a GitHub is asked. */
export interface ApiAddress {
  /** Without a slash at its end. */
  url: string;
  /** The version of the API that is asked for; null: it isn't known which ones it has. */
  version: string | null;
}

/** The one that GitHub keeps until March 2028 at least. */
const API_VERSION = "2022-11-28";

/** The API of a host of repositories: GitHub's own, one with GitHub's data residency, or a GitHub Enterprise Server. */
export function apiAddressOf(host: string): ApiAddress {
  if (host === "github.com") {
    return { url: "https://api.github.com", version: API_VERSION };
  }
  return host.endsWith(".ghe.com")
    ? { url: `https://api.${host}`, version: API_VERSION }
    : { url: `https://${host}/api/v3`, version: null };
}

/** What a repository is called, and on which host. */
export interface RepositoryName {
  host: string;
  owner: string;
  name: string;
}

/** Null where the address has no owner and name, or more. */
export function readRepositoryName(url: string): RepositoryName | null {
  const { host, pathname } = URL.parse(url) ?? { host: "", pathname: "" };
  const [, owner, name] = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(pathname) ?? [];
  return owner === undefined || name === undefined ? null : { host, owner, name };
}
