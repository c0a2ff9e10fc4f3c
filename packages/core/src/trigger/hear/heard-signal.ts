import type { Repo } from "../../vcs/repo.ts";
import { readCommand } from "../command/read-command.ts";
import { type Heard, writtenIn } from "../decide/heard.ts";
import type { ForgeIdentity, TriggerPolicy } from "../decide/trigger-policy.ts";
import type { Signal } from "../signal/signal.ts";

/** A signal, and where it was heard. */
export interface HeardSignal {
  signal: Signal;
  /** Of the forge. */
  host: string;
  /** The request that told of it, or that it was looked for. */
  delivery: string;
  identity: ForgeIdentity;
  policy: TriggerPolicy;
  /** In whose project it is decided. */
  repo: Repo;
}

/** What the texts of a signal ask of us: the first of them that asks something counts. */
export function hear(signal: Signal, { mentionNames }: ForgeIdentity, more: readonly string[] = []): Heard {
  for (const text of [writtenIn(signal) ?? "", ...more]) {
    const heard = readCommand(text, { mentions: mentionNames });
    if (heard.kind !== "none") {
      return heard;
    }
  }
  return { kind: "none" };
}
