"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { createAgentTask } from "../../../actions/agent-tasks.ts";
import type { Fault } from "../../../api/fault.ts";
import { keptInTab, namedRequest } from "../../../kept/named-request.ts";
import { repositoryToBegin } from "../../../tasks/new/called-of.ts";
import type { Choices } from "../../../tasks/new/choices.ts";
import { BLANK, lackOf, type NewTask, requestOf } from "../../../tasks/new/new-task.ts";
import { UNHEARD } from "../../parts/form/use-act.ts";

const DRAFT = "draft:new-task";
const LAST_REPOSITORY = "last:repository";

export interface NewTaskState {
  task: NewTask;
  change: (change: Partial<NewTask>) => void;
  isBusy: boolean;
  fault: Fault | null;
  /** What is missing, once somebody tried to start it without. */
  lack: string | null;
  start: () => void;
}

/** What is typed for a task, kept over reloads until it was started. `prefill`: what a link says, in the place of a draft. */
export function useNewTask(prefill: Partial<NewTask> | null, { project, repositories }: Choices): NewTaskState {
  const router = useRouter();
  const [task, setTask] = useState<NewTask>({ ...BLANK, ...prefill });
  const [fault, setFault] = useState<Fault | null>(null);
  const [lack, setLack] = useState<string | null>(null);
  const [isBusy, begin] = useTransition();
  const [request] = useState(() => namedRequest(keptInTab("new-task")));
  const isRead = useRef(prefill !== null);
  useEffect(() => {
    if (!isRead.current) {
      isRead.current = true;
      setTask(readDraft(repositories));
    }
  }, [repositories]);
  const change = (changed: Partial<NewTask>) => {
    // What was typed before the draft was read stands beside it.
    const next = { ...(isRead.current ? task : readDraft(repositories)), ...changed };
    setTask(next);
    setLack(null);
    sessionStorage.setItem(DRAFT, JSON.stringify(next));
  };
  const ask = async () => {
    const body = requestOf(task, project?.name ?? null);
    const result = await createAgentTask(body, request.nameOf(body)).catch(
      () => ({ ok: false, error: UNHEARD }) as const,
    );
    if (result.ok) {
      request.done();
      sessionStorage.removeItem(DRAFT);
      localStorage.setItem(LAST_REPOSITORY, task.repository);
      router.push(`/agent-tasks/${result.value.number}`);
    } else {
      setFault(result.error);
      if (result.error.code === "key_reused") {
        request.done();
      }
    }
  };
  const start = () => {
    const missing = lackOf(task);
    setLack(missing);
    if (missing === null && !isBusy) {
      setFault(null);
      begin(ask);
    }
  };
  return { task, change, isBusy, fault, lack, start };
}

/** Of whatever kind each is there, as this page wrote it; what it doesn't know is let go. */
function readDraft(repositories: Choices["repositories"]): NewTask {
  const fresh = { ...BLANK, repository: repositoryToBegin(localStorage.getItem(LAST_REPOSITORY) ?? "", repositories) };
  const kept = sessionStorage.getItem(DRAFT);
  return kept === null ? fresh : { ...fresh, ...(JSON.parse(kept) as Partial<NewTask>) };
}
