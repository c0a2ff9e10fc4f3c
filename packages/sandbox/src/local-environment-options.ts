export interface LocalEnvironmentOptions {
  /** CATALYST_HOME. */
  home: string;
  /** What keepers compiled, and empty disks; `cache` in the home where nothing else is said. */
  cacheFolder?: string;
  /** The Node binary (24 or newer) that keeps environments outside and runs the runner inside. */
  nodePath: string;
  /** The bundled runner. */
  runnerPath: string;
  /** The folder that an agent is installed in, readable for everyone; null for an agent that needs no installation. */
  agentFolder(agentId: string, version: string | null): string | null;
  /** The mirror of a repository, or null where the environment fetches everything through the gateway. */
  mirrorFolder(repoId: string): string | null;
  /** Where the gateway makes a folder with a socket for each environment. */
  gatewayFolder: string;
  /** Where bubblewrap is, if not where Debian puts it. */
  bubblewrapPath?: string;
  /** Whether a keeper waits for the environment that comes next, for some minutes after one was destroyed. */
  keepsNext?: boolean;
  log?(message: string, facts: Record<string, unknown>): void;
}
