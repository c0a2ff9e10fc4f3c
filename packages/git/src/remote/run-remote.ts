import { CatalystError, type Way } from "@catalyst/core";
import { describeFailure } from "../describe-failure.ts";
import { FETCH_LIMITS } from "../limits/process-limits.ts";
import { GitFailure, type GitRun, runGit } from "../run-git.ts";
import { type Authorisation, authorisationVariables } from "./authorisation.ts";
import { type Doorman, startDoorman } from "./start-doorman.ts";

/** A repository elsewhere. */
export interface Remote {
  url: string;
  /** Hosts of the owner's own network that may be asked; all others must be on the internet. */
  privateHosts: readonly string[];
  /** What it is reached with; null or absent: as anybody may. */
  authorisation?: Authorisation | null;
  /** PEM, by which those hosts of the owner's own network are known; null or absent: by what everybody trusts. */
  authorityFile?: string | null;
}

/** Lets git speak with a repository elsewhere, under limits. Throws `forbidden` or `unavailable` with what is wrong. */
export async function runRemote(remote: Remote, run: GitRun): Promise<string> {
  const { url, privateHosts, authorisation = null } = remote;
  const doorman = await startDoorman(privateHosts);
  try {
    const variables = authorisation === null ? {} : authorisationVariables(url, authorisation);
    return await runGit({
      limits: FETCH_LIMITS,
      ...run,
      env: { ...run.env, ...variables },
      args: ["-c", `http.proxy=${doorman.url}`, ...trust(remote), ...run.args],
    });
  } catch (error) {
    throw error instanceof GitFailure ? explain(url, error, doorman) : error;
  } finally {
    doorman.stop();
  }
}

/** git trusts the file instead of what everybody trusts: it counts for that one host. */
function trust({ url, privateHosts, authorityFile = null }: Remote): string[] {
  if (authorityFile === null) {
    return [];
  }
  const { origin, hostname } = new URL(url);
  return privateHosts.includes(hostname) ? ["-c", `http.${origin}/.sslCAInfo=${authorityFile}`] : [];
}

function explain(url: string, failure: GitFailure, doorman: Doorman): CatalystError {
  const refusal = doorman.refusal();
  const reading = `Reading the repository ${url} failed:`;
  if (refusal !== null) {
    const way = refusal.endsWith("not a public address")
      ? " A host of your own network has to be named: CATALYST_PRIVATE_HOSTS=git.example.com"
      : "";
    return new CatalystError("forbidden", `${reading} ${refusal}.${way}`, { cause: failure });
  }
  if (TUNNEL.test(failure.message)) {
    const problem = "its host isn't found, or doesn't answer. Check the address and the network.";
    return new CatalystError("unavailable", `${reading} ${problem}`, { cause: failure });
  }
  const { words, way } = REMEDIES.find(({ said }) => said.test(failure.message)) ?? { words: "Try again later." };
  return new CatalystError("unavailable", `${reading} ${describeFailure(failure)} ${words}`, { cause: failure, way });
}

/** The tunnel is our own: what git says of it means nothing to whoever asked. */
const TUNNEL = /CONNECT tunnel failed, response 50\d/;

interface Remedy {
  said: RegExp;
  words: string;
  way?: Way;
}

/** What git says, and what can be done about it. */
const REMEDIES: readonly Remedy[] = [
  {
    said: /could not read (Username|Password)|Authentication failed|returned error: 40[13]/i,
    words: "It isn't there, or it can't be read without a password.",
    way: { kind: "name_repository", how: "clone" },
  },
  { said: /not found|returned error: 404|does not appear to be a git repository/i, words: "Check the address." },
  {
    said: /Could not resolve|Couldn't connect|Failed to connect|timed out/i,
    words: "Check the address and the network.",
  },
];
