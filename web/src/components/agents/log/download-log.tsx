"use client";

import { useRef, useState } from "react";
import { browserClient } from "../../../api/browser-client.ts";
import { type Fault, faultOf } from "../../../api/fault.ts";
import { Button } from "../../parts/form/button.tsx";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import { FaultNote } from "../../parts/shown/fault-note.tsx";

const PAGE_EVENTS = 500;
/** What a page keeps in memory until it is whole; the command has no end. */
const MOST_EVENTS = 100_000;

interface DownloadLogProps {
  executionId: string;
  task: number;
  run: number;
}

/** Saves a log as a file, an event a line, as `tasks logs --json` prints it. */
export function DownloadLog({ executionId, task, run }: DownloadLogProps) {
  const [had, setHad] = useState<number | null>(null);
  const [isCut, setIsCut] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const stop = useRef<AbortController>(null);
  const download = async () => {
    stop.current = new AbortController();
    const { signal } = stop.current;
    setFault(null);
    try {
      const { lines, isWhole } = await readLines(executionId, signal, setHad);
      save(`catalyst-${task}-${run}.jsonl`, lines);
      setIsCut(!isWhole);
    } catch (error) {
      setFault(signal.aborted ? null : faultOf(error));
    }
    setHad(null);
  };
  return (
    <>
      {had === null ? (
        <Button tone="quiet" onClick={() => void download()}>
          Download
        </Button>
      ) : (
        <Button tone="quiet" onClick={() => stop.current?.abort()}>
          {had} lines … Cancel
        </Button>
      )}
      {fault === null ? null : <FaultNote fault={fault} />}
      {isCut ? (
        <div role="status" className="w-full text-ink-2">
          The file has the first {MOST_EVENTS} lines. All of them:
          <CopyLine text={`catalyst tasks logs ${task} --run ${run} --json`} />
        </div>
      ) : null}
    </>
  );
}

async function readLines(executionId: string, signal: AbortSignal, tell: (count: number) => void) {
  const lines: string[] = [];
  let isWhole = false;
  tell(0);
  while (!isWhole && lines.length < MOST_EVENTS) {
    const query = { after: lines.length, limit: PAGE_EVENTS };
    const { data } = await browserClient().call(
      "listEvents",
      { params: { execution: executionId }, query },
      { signal },
    );
    lines.push(...data.map((event) => `${JSON.stringify(event)}\n`));
    isWhole = data.length < PAGE_EVENTS;
    tell(lines.length);
  }
  return { lines, isWhole };
}

function save(name: string, lines: string[]): void {
  const address = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
