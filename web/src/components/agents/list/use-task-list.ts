"use client";

import type { ListedTask } from "@catalyst/api";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { TaskPage } from "../../../actions/agent-tasks.ts";
import { browserClient } from "../../../api/browser-client.ts";
import { type Fault, faultOf, isPassing } from "../../../api/fault.ts";
import { useTold } from "../../../live/use-live.ts";
import { isOver } from "../../../tasks/need-of.ts";
import { queryOf, type TaskFilter } from "../../../tasks/task-filter.ts";

/** Several changes of one task come at once: it is asked for once. */
const GATHERED_MILLISECONDS = 150;
/** What nobody answered is asked again: what is told once isn't told again. */
const AGAIN_MILLISECONDS = 3000;
const AT_TOP_PIXELS = 80;

export interface TaskListState {
  tasks: ListedTask[];
  /** Came while somebody looked further down, and are shown when they want. */
  fresh: ListedTask[];
  nextCursor: string | null;
  fault: Fault | null;
  showFresh: () => void;
  loadOlder: () => Promise<void>;
}

/** A list of tasks that stays as it is on the server, the newest first. Rows change in their place; what is newer comes to the top, or waits. */
export function useTaskList(first: TaskPage, filter: TaskFilter): TaskListState {
  const [tasks, setTasks] = useState(first.data);
  const [fresh, setFresh] = useState<ListedTask[]>([]);
  const [nextCursor, setNextCursor] = useState(first.nextCursor);
  const [fault, setFault] = useState<Fault | null>(null);
  const attempt = async (ask: () => Promise<void>) => {
    try {
      await ask();
      setFault(null);
      return true;
    } catch (error) {
      const found = faultOf(error);
      setFault(found);
      return !isPassing(found);
    }
  };

  useChanges((ids, hasMissed) =>
    attempt(async () => {
      const isNew = ids.some((id) => !tasks.some((task) => task.id === id));
      const page = isNew || hasMissed ? await browserClient().call("listTasks", { query: queryOf(filter) }) : null;
      const listed = page?.data ?? [];
      const isChanged = (task: ListedTask) => ids.includes(task.id) || (hasMissed && !isOver(task));
      const asked = tasks.filter((task) => isChanged(task) && !listed.some(({ id }) => id === task.id));
      const told = await Promise.all(
        asked.map(({ id }) => browserClient().call("getTask", { params: { task: id }, query: {} })),
      );
      const isListed = ({ archivedAt }: ListedTask) => (archivedAt !== null) === (filter.show === "archived");
      const found = [...listed, ...told];
      setTasks((had) => had.map((task) => found.find(({ id }) => id === task.id) ?? task).filter(isListed));
      // What was asked for as one of the list may have left it by now: the answer before isn't drawn yet.
      take(found.filter(isListed));
    }),
  );

  /** What was put back belongs where it was; what is newer than all waits where nobody looks at the top. */
  const take = (data: readonly ListedTask[]) => {
    const newest = window.scrollY < AT_TOP_PIXELS ? Number.POSITIVE_INFINITY : (tasks[0]?.number ?? 0);
    const [shown, waiting] = [
      data.filter(({ number }) => number <= newest),
      data.filter(({ number }) => number > newest),
    ];
    // Two answers may be on their way at once: what each adds is seen against what there is by then.
    setTasks((had) => inOrder([...had, ...notIn([...fresh, ...had], shown)]));
    setFresh((had) => inOrder([...had, ...notIn([...tasks, ...had], waiting)]));
  };

  const loadOlder = async () => {
    await attempt(async () => {
      const query = { ...queryOf(filter), ...(nextCursor === null ? {} : { cursor: nextCursor }) };
      const page = await browserClient().call("listTasks", { query });
      setTasks((had) => [...had, ...notIn(had, page.data)]);
      setNextCursor(page.nextCursor);
    });
  };
  const showFresh = () => {
    setTasks((had) => inOrder([...had, ...notIn(had, fresh)]));
    setFresh([]);
    window.scrollTo({ top: 0 });
  };
  return { tasks, fresh, nextCursor, fault, showFresh, loadOlder };
}

function notIn(had: readonly ListedTask[], data: readonly ListedTask[]): ListedTask[] {
  return data.filter(({ id }) => !had.some((task) => task.id === id));
}

function inOrder(tasks: readonly ListedTask[]): ListedTask[] {
  return tasks.toSorted((one, other) => other.number - one.number);
}

/**
 * Calls with the ids of the tasks that changed, and whether others may have unseen, some of them together; again, until it was done. Once at a
 * time: each call sees what came of the one before.
 */
function useChanges(onChanges: (ids: string[], hasMissed: boolean) => Promise<boolean>): void {
  const changed = useRef(new Set<string>());
  const hasMissed = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isTelling = useRef(false);
  const tell = useEffectEvent(async () => {
    if (isTelling.current) {
      return;
    }
    isTelling.current = true;
    const [ids, isMissing] = [[...changed.current], hasMissed.current];
    changed.current.clear();
    hasMissed.current = false;
    const isDone = await onChanges(ids, isMissing);
    isTelling.current = false;
    if (!isDone) {
      note(ids, isMissing);
    }
    if (changed.current.size > 0 || hasMissed.current) {
      tellIn(isDone ? GATHERED_MILLISECONDS : AGAIN_MILLISECONDS);
    }
  });
  const note = (ids: readonly string[], isMissing: boolean) => {
    for (const id of ids) {
      changed.current.add(id);
    }
    hasMissed.current ||= isMissing;
  };
  const tellIn = (milliseconds: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void tell(), milliseconds);
  };
  useTold("tasks", null, {
    onTold({ item }) {
      note([(item as { taskId: string }).taskId], false);
      tellIn(GATHERED_MILLISECONDS);
    },
    onMissed() {
      note([], true);
      tellIn(GATHERED_MILLISECONDS);
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
