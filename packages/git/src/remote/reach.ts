import type { Repo } from "@catalyst/core";
import type { Authorisation } from "./authorisation.ts";
import type { Remote } from "./run-remote.ts";

/** Where the trusted side's repositories are, and which others it may reach. */
export interface Reach {
  home: string;
  /** Hosts of the owner's own network that may be asked. */
  privateHosts: readonly string[];
  /** PEM files of authorities that those hosts are known by, beside those that everybody trusts. */
  authorityFile?: string | null;
  /** Absent: what is elsewhere is read as anybody may, and nothing is written there. */
  withAuthorisation?: WithAuthorisation;
}

/** What a repository elsewhere is wanted for. */
export interface Access {
  repo: Repo;
  access: "read" | "write";
}

/** Does something with what a repository may be reached with, which ends with it; null: as anybody may. */
export type WithAuthorisation = <Result>(
  wish: Access,
  work: (authorisation: Authorisation | null) => Promise<Result>,
) => Promise<Result>;

/** Does something with a repository elsewhere. Throws what `withAuthorisation` and `work` throw. */
export function withRemote<Result>(
  { repo, access }: Access,
  { privateHosts, authorityFile, withAuthorisation }: Reach,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> {
  const act = (authorisation: Authorisation | null) =>
    work({ url: authorisation?.url ?? repo.url, privateHosts, authorityFile, authorisation });
  return withAuthorisation === undefined ? act(null) : withAuthorisation({ repo, access }, act);
}
