import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentExitReason, StageStatus } from "@catalyst/core";
import type { ProcessIdentity } from "@catalyst/machine";

/** What the keeper says of its environment, in a file that only the trusted side can reach. */
export interface EnvironmentState {
  phase: "starting" | "running" | "refused" | "exited";
  keeper: ProcessIdentity;
  /** bubblewrap on the outside. */
  launcher: ProcessIdentity | null;
  /** The first process inside: when it is gone, the kernel has ended every other one there. */
  init: ProcessIdentity | null;
  /** Folders of control groups that hold all processes of the environment, and nothing else. */
  controlGroups: string[];
  facts: string[];
  /** What it waits for before it starts, for a person to read; null: nothing that takes long. */
  detail: string | null;
  /** When it began to start, or to wait for that. */
  since: string;
  /** All that were ordered, with how those ended that ran. */
  stages: StageStatus[];
  /** Why it was refused; empty otherwise. */
  reason: string;
  /** What it was refused for. */
  code: "isolation" | "gateway";
  exit: { exitCode: number | null; reason: EnvironmentExitReason; output: string } | null;
}

/** null when no keeper has begun here. */
export function readState(folder: string): EnvironmentState | null {
  try {
    return JSON.parse(readFileSync(stateFile(folder), "utf8")) as EnvironmentState;
  } catch (error) {
    if (isMissing(error)) {
      return null;
    }
    throw error;
  }
}

/** Replaces the state as a whole: a reader sees the old one or the new one. */
export function writeState(folder: string, state: EnvironmentState): void {
  const draft = writeDraft(folder, state);
  renameSync(draft, stateFile(folder));
}

/** Writes the first state; false when another keeper has begun, or the folder is gone. */
export function claimState(folder: string, state: EnvironmentState): boolean {
  try {
    const draft = writeDraft(folder, state);
    try {
      linkSync(draft, stateFile(folder));
      return true;
    } finally {
      unlinkSync(draft);
    }
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

function writeDraft(folder: string, state: EnvironmentState): string {
  const draft = join(folder, `state.${process.pid}.draft`);
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  return draft;
}

function stateFile(folder: string): string {
  return join(folder, "state.json");
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
