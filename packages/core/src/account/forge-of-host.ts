const MAX_LENGTH = 50;

/**
 * What accounts of a GitHub are stored as, by its address: numbers of one server mean nothing on another. `host` may have a port, which
 * doesn't count.
 */
export function forgeOfHost(host: string): string {
  const { hostname } = new URL(`https://${host}`);
  return hostname === "github.com" ? "github" : hostname.slice(0, MAX_LENGTH);
}

/** Where those accounts are, without a port. */
export function hostOfForge(forge: string): string {
  return forge === "github" ? "github.com" : forge;
}
