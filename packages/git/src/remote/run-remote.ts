import { CatalystError } from "@catalyst/core";
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
  /** What it is read with; null or absent: as anybody may. */
  authorisation?: Authorisation | null;
}

/** Lets git speak with a repository elsewhere, under limits. Throws `forbidden` or `unavailable` with what is wrong. */
export async function runRemote({ url, privateHosts, authorisation = null }: Remote, run: GitRun): Promise<string> {
  const doorman = await startDoorman(privateHosts);
  try {
    const variables = authorisation === null ? {} : authorisationVariables(url, authorisation);
    return await runGit({
      limits: FETCH_LIMITS,
      ...run,
      env: { ...run.env, ...variables },
      args: ["-c", `http.proxy=${doorman.url}`, ...run.args],
    });
  } catch (error) {
    throw error instanceof GitFailure ? explain(url, error, doorman) : error;
  } finally {
    doorman.stop();
  }
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
  const way = WAYS.find(([said]) => said.test(failure.message))?.[1] ?? "Try again later.";
  return new CatalystError("unavailable", `${reading} ${describeFailure(failure)} ${way}`, { cause: failure });
}

/** What git says, and what can be done about it. */
const WAYS: readonly (readonly [said: RegExp, way: string])[] = [
  [
    /could not read (Username|Password)|Authentication failed|returned error: 40[13]/i,
    "It isn't there, or it can't be read without a password. If it is yours, clone it yourself and give that folder with --repo.",
  ],
  [/not found|returned error: 404|does not appear to be a git repository/i, "Check the address."],
  [/Could not resolve|Couldn't connect|Failed to connect|timed out/i, "Check the address and the network."],
];
