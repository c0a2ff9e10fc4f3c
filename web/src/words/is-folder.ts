/** Whether somebody means a folder of a machine, which no page can reach, and not an address or a name. */
export function isFolder(said: string): boolean {
  return /^(?:\/|~(?:\/|$)|\.{1,2}(?:\/|$)|[A-Za-z]:[\\/]|file:)/.test(said.trim());
}
