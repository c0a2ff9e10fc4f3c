import { resolve } from "node:path";

/** What a person gives with --repo, as the server takes it: a folder by its whole path, or an address. Whether it can be used, the worker says. */
export function nameRepository(text: string, currentFolder: string) {
  return isAddress(text)
    ? ({ kind: "url", url: text } as const)
    : ({ kind: "folder", path: resolve(currentFolder, text) } as const);
}

/** `https://host/path`, `ext::sh`, `git@host:path`; `c:\\x` is none. */
function isAddress(text: string): boolean {
  const hasScheme = /^[a-z][a-z0-9+.-]*::?/i.test(text) && !/^[a-z]:[\\/]/i.test(text);
  return hasScheme || /^[\w.-]+@[\w.-]+:/.test(text);
}
