import type { EnvironmentLimits } from "@catalyst/core";

/** All that a keeper is told, on its standard input, by the process that starts it. */
export interface KeeperOrder {
  executionId: string;
  /** The environment's folder on the trusted side. */
  folder: string;
  limits: EnvironmentLimits;
  timeoutSeconds: number;
  job: unknown;
  account: Account;
  /** Paths on the outside and their names on the stage; used with a separate account only. */
  gathered: [source: string, name: string][];
  bubblewrapPath: string;
  bubblewrapArguments: string[];
  /** What runs inside. */
  command: string[];
  /** The filter's bytes in base64. */
  seccompFilter: string;
  /** Where the machine's control groups are mounted. */
  controlGroupRoot: string;
}

/** Whose processes the environment's are, as the kernel sees it from outside. */
export type Account =
  /** Started by root: an account without a name, without rights and without files. */
  { kind: "separate"; uid: number; stage: string } | { kind: "own" };
