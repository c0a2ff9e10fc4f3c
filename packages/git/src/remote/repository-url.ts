import { basename, isAbsolute, resolve } from "node:path";
import type { Vcs } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";

/** Where a repository is: a folder on this machine, or an https address, of GitHub or of any other. */
export interface RepositoryAddress {
  vcs: Vcs;
  url: string;
  name: string;
}

/** Reads what a person gives as a repository. Throws `invalid_input` for every other kind of address. */
export function parseRepositoryUrl(text: string, currentFolder: string): RepositoryAddress {
  if (/^[a-z][a-z0-9+.-]*::?/i.test(text) && !/^[a-z]:[\\/]/i.test(text)) {
    return parseHttps(text);
  }
  if (text.startsWith("-") || text === "" || text.includes("\0")) {
    throw refuse(text, "it is neither a path nor an https address");
  }
  if (/^[\w.-]+@[\w.-]+:/.test(text)) {
    throw refuse(text, "ssh addresses are not supported");
  }
  const path = isAbsolute(text) ? text : resolve(currentFolder, text);
  return { vcs: "local", url: path, name: basename(path).replace(/\.git$/, "") };
}

function parseHttps(text: string): RepositoryAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refuse(text, "it is not a valid address");
  }
  if (url.protocol !== "https:") {
    // A name or password before the host is left out.
    const rest = url.host === "" ? "" : `//${url.host}${url.pathname}`;
    const example = url.host === "" ? undefined : `https://${url.hostname}${url.pathname}`;
    throw refuse(`${url.protocol}${rest}`, `the protocol ${url.protocol.replace(":", "")} is not supported`, example);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse(url.host, "it holds a name or password, which would be stored and logged");
  }
  if (url.search !== "" || url.hash !== "" || /^\/+$/.test(url.pathname)) {
    throw refuse(text, "it has no path, or more than a path");
  }
  const address = { url: url.href.replace(/\/+$/, ""), name: basename(url.pathname).replace(/\.git$/, "") };
  return { vcs: isGitHub(url) ? "github" : "https", ...address };
}

/** An owner and a name, and nothing else, on GitHub's own host: only there a GitHub can be asked for more than git. */
function isGitHub({ host, pathname }: URL): boolean {
  return host === "github.com" && /^\/[^/]+\/[^/]+\/?$/.test(pathname);
}

function refuse(text: string, reason: string, example = "https://github.com/owner/name"): CatalystError {
  return new CatalystError(
    "invalid_input",
    `Using the repository "${text}" failed: ${reason}. Give a path on this machine or an address like ${example}.`,
  );
}
