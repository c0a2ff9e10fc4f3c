import { readTriggerLabel } from "../decide/screen.ts";
import type { TriggerPolicy } from "../decide/trigger-policy.ts";
import type { Signal } from "../signal/signal.ts";
import type { WithReader } from "./forge-reader.ts";
import type { LabelStore } from "./label-store.ts";

interface KnowLabel {
  signal: Signal;
  /** null: nobody has worked on it yet. */
  repoId: string | null;
  policy: Pick<TriggerPolicy, "label">;
}

/**
 * The signal with what its label was called when it first asked for work, by its number: whoever renames it means the same. Lists of
 * events know names alone, whose numbers are asked for where there are labels to be known by them. Throws as the forge's reader.
 */
export async function knowLabel(
  { signal, repoId, policy }: KnowLabel,
  { labels, withReader }: { labels: LabelStore; withReader: WithReader },
): Promise<Signal> {
  if ((signal.kind !== "labeled" && signal.kind !== "unlabeled") || repoId === null) {
    return signal;
  }
  const isOurs = readTriggerLabel(signal.label, policy) !== undefined;
  const labelId =
    signal.labelId ?? (isOurs || !(await labels.hasAny(repoId)) ? null : await findId(signal, withReader));
  if (labelId === null) {
    return signal;
  }
  if (isOurs) {
    await labels.noteFirstName({ repoId, labelId }, signal.label);
    return signal;
  }
  const firstName = await labels.findFirstName({ repoId, labelId });
  return firstName === null ? signal : { ...signal, firstName };
}

async function findId({ label }: { label: string }, withReader: WithReader): Promise<string | null> {
  return withReader((reader) => reader.findLabel(label));
}
