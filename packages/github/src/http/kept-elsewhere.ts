/** What GitHub keeps at other hosts than its API, and shows there without a token to whoever has the address. */
export type KeptKind = "image" | "log";

/**
 * Hosts of GitHub's own, or those that it keeps things at. Not those that pass on, or show, what others keep and may put something else
 * in the place of at any time: `camo`, `raw`.
 */
const HOSTS: Readonly<Record<KeptKind, RegExp>> = {
  image: /^(?:private-user-images|user-images)\.githubusercontent\.com$/,
  log: /^(?:[\w-]+\.)*(?:actions\.githubusercontent\.com|blob\.core\.windows\.net)$/,
};

/** Whether an address is one where a GitHub, known by its API's, keeps such things itself. */
export function isKeptThere(url: URL, kind: KeptKind, apiUrl: string): boolean {
  const api = new URL(apiUrl);
  if (url.protocol !== api.protocol || url.username !== "" || url.password !== "") {
    return false;
  }
  if (url.origin === api.origin) {
    return true;
  }
  if (url.port !== "") {
    return false;
  }
  const own = api.hostname.replace(/^api\./, "");
  const isOwn = own !== "github.com" && (url.hostname === own || url.hostname.endsWith(`.${own}`));
  return isOwn || HOSTS[kind].test(url.hostname);
}
