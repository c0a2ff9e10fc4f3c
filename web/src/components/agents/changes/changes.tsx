"use client";

import type { Execution, TaskDetails } from "@catalyst/api";
import { type FileDiffMetadata, parsePatchFiles } from "@pierre/diffs";
import { useEffect, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { type Fault, faultOf, isPassing } from "../../../api/fault.ts";
import { FaultNote } from "../../parts/shown/fault-note.tsx";
import { ChangedFile } from "./changed-file.tsx";
import { FileNav } from "./file-nav.tsx";
import { useFileKeys } from "./use-file-keys.ts";
import { fingerprintOf, useViewed } from "./use-viewed.ts";
import { visibleFile } from "./visible-file.ts";

/** More of a patch than a person reads is had piece by piece, where they ask for it. */
const MAX_PIECES = 8;
/** What nobody answered is asked again, as long as it is looked at. */
const AGAIN_MILLISECONDS = 3000;

type State =
  | { kind: "loading" }
  | { kind: "fault"; fault: Fault }
  | { kind: "there"; files: FileDiffMetadata[]; isCut: boolean };

interface ChangesProps {
  task: TaskDetails;
  /** The attempt that is shown. */
  execution: Execution | null;
}

/** What a result changes, from the side that is trusted: files that need somebody's eyes first. */
export function Changes({ task, execution }: ChangesProps) {
  return execution === null || execution.result?.headCommit == null ? (
    <p className="p-5 text-ink-2">
      {execution?.endedAt == null
        ? "There is no result yet: changes are shown once it was collected."
        : "This attempt left no result."}
    </p>
  ) : (
    <ChangedFiles task={task} run={execution.run} head={execution.result.headCommit} />
  );
}

function ChangedFiles({ task, run, head }: { task: TaskDetails; run: number; head: string }) {
  const state = useDiff(task.number, run, head);
  const { isViewed, toggle } = useViewed(task.id);
  const [isSplit, setIsSplit] = useState(false);
  const [isWrapped, setIsWrapped] = useState(false);
  const files = filesOf(state, task);
  useFileKeys(files, (file) => toggle(file.name, fingerprintOf(file)));
  if (state.kind === "loading") {
    return <p className="p-5 text-ink-2">Loading the changes …</p>;
  }
  if (state.kind === "fault") {
    return <FaultNote fault={state.fault} className="m-5" />;
  }
  const viewed = new Set(files.filter((file) => isViewed(file.name, fingerprintOf(file))).map(({ name }) => name));
  return (
    <div className="flex min-h-0 flex-1">
      <FileNav paths={files.map(({ name }) => name)} marked={markedOf(task)} viewed={viewed} />
      <div className="min-w-0 flex-1 overflow-auto">
        <div className="flex gap-3 border-b border-line px-4 py-1.5 text-xs text-ink-2 max-sm:hidden">
          <label className="flex items-center gap-1.5">
            <input type="checkbox" checked={isSplit} onChange={(event) => setIsSplit(event.target.checked)} /> Side by
            side
          </label>
          <label className="flex items-center gap-1.5">
            <input type="checkbox" checked={isWrapped} onChange={(event) => setIsWrapped(event.target.checked)} /> Wrap
          </label>
        </div>
        {files.map((file) => (
          <ChangedFile
            key={file.name}
            taskId={task.id}
            file={file}
            {...{ isSplit, isWrapped }}
            isViewed={isViewed(file.name, fingerprintOf(file))}
            onToggle={() => toggle(file.name, fingerprintOf(file))}
          />
        ))}
        {state.isCut ? (
          <p className="p-4 text-ink-2">There is more than this page shows: catalyst tasks patch {task.number}</p>
        ) : null}
        {files.length === 0 ? <p className="p-5 text-ink-2">It changes nothing.</p> : null}
      </div>
    </div>
  );
}

/** What the policy found is looked at by a person before anything else. */
const markedOf = ({ result }: TaskDetails) => new Set(result?.findings.map(({ path }) => path));

function filesOf(state: State, task: TaskDetails): FileDiffMetadata[] {
  const marked = markedOf(task);
  return state.kind === "there"
    ? state.files.toSorted((one, other) => Number(marked.has(other.name)) - Number(marked.has(one.name)))
    : [];
}

function useDiff(number: number, run: number, head: string): State {
  const [state, setState] = useState<State>({ kind: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another head is another change
  useEffect(() => {
    let isLeft = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const next = await readFiles(number, run);
      if (!isLeft) {
        setState(next);
        timer = next.kind === "fault" && isPassing(next.fault) ? setTimeout(read, AGAIN_MILLISECONDS) : undefined;
      }
    };
    void read();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [number, run, head]);
  return state;
}

async function readFiles(number: number, run: number): Promise<State> {
  try {
    const { text, isCut } = await readDiff(number, run);
    return { kind: "there", files: parsePatchFiles(text).flatMap((patch) => patch.files.map(visibleFile)), isCut };
  } catch (error) {
    return { kind: "fault", fault: faultOf(error) };
  }
}

async function readDiff(number: number, run: number): Promise<{ text: string; isCut: boolean }> {
  let text = "";
  let cursor: string | null = null;
  for (let piece = 0; piece < MAX_PIECES; piece += 1) {
    const query: { run: number; cursor?: string } = { run, ...(cursor === null ? {} : { cursor }) };
    const diff = await browserClient().call("getDiff", { params: { task: String(number) }, query });
    text += diff.text;
    cursor = diff.nextCursor;
    if (cursor === null) {
      return { text, isCut: false };
    }
  }
  return { text, isCut: true };
}
