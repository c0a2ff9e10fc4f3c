"use client";

import { useRef, useState, useTransition } from "react";
import type { TaskPage } from "../../actions/agent-tasks.ts";
import type { Result } from "../../actions/result.ts";
import { archiveCommand } from "../../tasks/commands.ts";
import { groupTasks } from "../../tasks/group-tasks.ts";
import type { TaskFilter } from "../../tasks/task-filter.ts";
import { classNames } from "../parts/class-names.ts";
import { Button } from "../parts/form/button.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { PageFault } from "../parts/shown/page-fault.tsx";
import { useNow } from "../parts/time/use-now.ts";
import { ArchivedNote } from "./list/archived-note.tsx";
import { FilterBar } from "./list/filter-bar.tsx";
import { type Beginner, NothingHere } from "./list/nothing-here.tsx";
import { SelectedBar } from "./list/selected-bar.tsx";
import { TaskRow } from "./list/task-row.tsx";
import { type Archive, useArchive } from "./list/use-archive.ts";
import { useJustEnded } from "./list/use-just-ended.ts";
import { useListKeys } from "./list/use-list-keys.ts";
import { useSteadyGroups } from "./list/use-steady-groups.ts";
import { useTaskList } from "./list/use-task-list.ts";

/** A browser follows few things at once, and a person fewer. */
const MOST_FOLLOWED = 6;

interface TaskListProps {
  first: Result<TaskPage>;
  filter: TaskFilter;
  beginner: Beginner;
}

/** AgentTaskList: what needs somebody, what goes on, what is over; live. */
export function TaskList({ first, filter, beginner }: TaskListProps) {
  const searchRef = useRef<HTMLInputElement>(null);
  const [isLoading, startLoading] = useTransition();
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  useListKeys({ searchRef, onSelect: (task) => setSelected((had) => toggled(had, task)) });
  return (
    <>
      <FilterBar {...{ searchRef, startLoading }} tasks={first.ok ? first.value.data : []} />
      <div
        className={classNames("flex flex-1 flex-col", isLoading && "opacity-60 delay-150 motion-quick")}
        aria-busy={isLoading}
      >
        {first.ok ? (
          <Groups
            key={JSON.stringify(filter)}
            first={first.value}
            filter={filter}
            beginner={beginner}
            selected={selected}
            onClear={() => setSelected(new Set())}
          />
        ) : (
          <PageFault fault={first.error} className="m-5" />
        )}
      </div>
    </>
  );
}

function toggled(had: ReadonlySet<number>, task: number): ReadonlySet<number> {
  return had.has(task) ? new Set([...had].filter((one) => one !== task)) : new Set([...had, task]);
}

interface GroupsProps {
  first: TaskPage;
  filter: TaskFilter;
  beginner: Beginner;
  /** The numbers of those that something is to be done with. */
  selected: ReadonlySet<number>;
  onClear: () => void;
}

function Groups({ first, filter, beginner, selected, onClear }: GroupsProps) {
  const { tasks, fresh, nextCursor, fault, showFresh, loadOlder } = useTaskList(first, filter);
  const isArchive = filter.show === "archived";
  const archive = useArchive({ tasks, selected, isBack: isArchive, onDone: onClear });
  const [isPointed, setIsPointed] = useState(false);
  // Days are the browser's: the server, which doesn't know them, takes its own until the page is there.
  const now = useNow(60_000) ?? new Date();
  const followed = new Set(
    tasks
      .filter(({ doing }) => doing !== null)
      .slice(0, MOST_FOLLOWED)
      .map(({ id }) => id),
  );
  const justEnded = useJustEnded(tasks);
  const groups = useSteadyGroups(groupTasks(tasks, now), tasks, isPointed);
  return (
    <>
      {fault === null ? null : <FaultNote fault={fault} className="m-5" />}
      {fresh.length === 0 ? null : (
        <Button tone="primary" className="fixed top-3 left-1/2 z-10 rounded-full shadow-lg" onClick={showFresh}>
          {fresh.length} new
        </Button>
      )}
      {tasks.length === 0 ? <NothingHere filter={filter} beginner={beginner} /> : null}
      <div
        className={classNames(fault !== null && "opacity-60")}
        onPointerEnter={() => setIsPointed(true)}
        onPointerLeave={() => setIsPointed(false)}
      >
        {groups.map(({ name, tasks: of }) => (
          <section key={name} aria-label={name}>
            <h2 className="px-5 pt-3 pb-2 text-xs font-[550] text-ink-2 max-sm:px-3.5">{name}</h2>
            {of.map((task) => (
              <TaskRow
                key={task.id}
                task={task}
                isFollowed={followed.has(task.id)}
                isSelected={selected.has(task.number)}
                hasJustEnded={justEnded.has(task.id)}
                onArchive={archive.archiveOne(task)}
              />
            ))}
          </section>
        ))}
      </div>
      {nextCursor === null ? null : (
        <div className="p-5 text-center">
          <Button onClick={() => void loadOlder()}>Show older</Button>
        </div>
      )}
      {/* At the foot of the page, also of a short one: what undoes stays under the pointer as the row above it leaves. */}
      <div className="sticky bottom-0 z-10 mt-auto max-sm:bottom-(--bottom-bar)">
        <ArchivedNote done={archive.done} isBack={isArchive} undo={archive.undo} fault={archive.fault} />
        <SelectedBar
          tasks={tasks.filter(({ number }) => selected.has(number))}
          archive={archiveAct(archive, isArchive)}
          onClear={onClear}
        />
      </div>
    </>
  );
}

function archiveAct({ meant, archive }: Archive, isBack: boolean) {
  const command = archiveCommand(
    meant.map(({ number }) => number),
    !isBack,
  );
  const words = `${isBack ? "Unarchive" : "Archive"} ${meant.length}`;
  return meant.length === 0 ? null : { words, command, onArchive: archive };
}
