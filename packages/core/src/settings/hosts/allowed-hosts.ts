import { z } from "zod";
import { nearestName } from "../settings-object.ts";

/** The hosts of package registries, by the name that settings give them. */
export const REGISTRY_HOSTS: Readonly<Record<string, readonly string[]>> = {
  npm: ["registry.npmjs.org"],
  pypi: ["pypi.org", "files.pythonhosted.org"],
  crates: ["index.crates.io", "static.crates.io", "crates.io"],
  go: ["proxy.golang.org", "sum.golang.org"],
  debian: ["deb.debian.org", "security.debian.org"],
  maven: ["repo.maven.apache.org", "repo1.maven.org"],
};

/** TLS; entries may name another port. */
const DEFAULT_PORT = 443;

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
/** The last label of a name is never a number: what looks like one is an address. */
const HOST_NAME = new RegExp(`^(?:${LABEL}\\.)+(?![0-9]+$)(?!0x[0-9a-f]*$)${LABEL}$`);
const MAX_NAME_LENGTH = 253;
const ENTRY = /^(?<wildcard>\*\.)?(?<name>[^:*]+)(?::(?<port>[1-9][0-9]{0,4}))?$/;

/** A host that connections may be opened to. */
interface HostEntry {
  name: string;
  /** `*.name`: every name below it, and not itself. */
  isWildcard: boolean;
  port: number;
}

/** Whether it is a full host name in its only accepted spelling: lower case, no address, no final dot, no letter beyond ASCII. */
export function isHostName(text: string): boolean {
  return text.length <= MAX_NAME_LENGTH && HOST_NAME.test(text);
}

/** Reads `name`, `*.name`, `name:port`; null for anything else. */
function readHostEntry(text: string): HostEntry | null {
  const groups = ENTRY.exec(text)?.groups;
  const name = groups?.name ?? "";
  const port = Number(groups?.port ?? DEFAULT_PORT);
  return isHostName(name) && port <= 65535 ? { name, isWildcard: groups?.wildcard !== undefined, port } : null;
}

/** One entry of `allowedHosts`: a registry's name, or a host. */
export const AllowedHost = z.string("must be a host or a registry's name").superRefine((text, context) => {
  const problem = hostProblem(text);
  if (problem !== null) {
    context.addIssue({ code: "custom", message: problem });
  }
});

function hostProblem(text: string): string | null {
  if (Object.hasOwn(REGISTRY_HOSTS, text) || readHostEntry(text) !== null) {
    return null;
  }
  if (/^[a-z]+$/i.test(text)) {
    const registries = Object.keys(REGISTRY_HOSTS);
    const near = nearestName(text, registries);
    const meant = near === null ? "" : `; did you mean ${near}?`;
    return `${JSON.stringify(text.slice(0, 80))} is neither a registry (${registries.join(", ")}) nor a host's name (example.com)${meant}`;
  }
  return `${JSON.stringify(text.slice(0, 80))} is not a host: give a name in lower case without scheme and path (example.com, *.example.com, example.com:8443); addresses are not accepted`;
}

/** The hosts behind entries, registries replaced by theirs, each once. */
export function expandAllowedHosts(entries: readonly string[]): string[] {
  return [...new Set(entries.flatMap((entry) => REGISTRY_HOSTS[entry] ?? [entry]))];
}

/** Whether a connection to this host and port is among the hosts. */
export function isAllowed(hosts: readonly string[], target: { name: string; port: number }): boolean {
  return hosts.some((host) => {
    const entry = readHostEntry(host);
    if (entry === null || entry.port !== target.port) {
      return false;
    }
    return entry.isWildcard ? target.name.endsWith(`.${entry.name}`) : target.name === entry.name;
  });
}

/** Whether everything that `host` opens is open through the hosts already. */
export function isCovered(hosts: readonly string[], host: string): boolean {
  const entry = readHostEntry(host);
  if (entry === null || !entry.isWildcard) {
    return entry !== null && isAllowed(hosts, entry);
  }
  return hosts.some((other) => {
    const wider = readHostEntry(other);
    return wider?.isWildcard === true && wider.port === entry.port && `.${entry.name}`.endsWith(`.${wider.name}`);
  });
}
