import { checkPick, checkUnplanned } from "../../../task/submit/check-race.ts";
import type { AgentExecution } from "../../execution.ts";
import { findContinued } from "../../find-continued.ts";
import type { AnyStep } from "../../step.ts";
import { gatherContext } from "../gather/gather-context.ts";
import { learnDefaultBranch } from "../learn-default-branch.ts";
import { readBase } from "../read-base.ts";
import { checkRebase } from "./check-rebase.ts";
import { checkSubject } from "./check-subject.ts";
import { decideBase } from "./decide-base.ts";
import { decideBranch } from "./decide-branch.ts";
import { decideExecution } from "./decide-execution.ts";
import { decideContext, decideOptions, decidePurpose } from "./decide-task.ts";
import type { Deciding } from "./deciding.ts";
import type { DecidedExecution, Decision } from "./decision.ts";

const SHOWN_DIGITS = 12;

/** What an execution, or all that race on a task, are to work with. Throws what whoever asked is to be told. */
export async function decide(step: AnyStep): Promise<Decision> {
  const continued = await findContinued(step);
  const { subject, context } = await gatherContext(step, continued);
  checkSubject(step.task, subject);
  return step.deps.repositories.look(step.repo, async (snapshot) => {
    const repo = await learnDefaultBranch(step.repo, snapshot, step.deps);
    return decideFrom({ ...step, repo, snapshot, continued, subject, context, isFirst: step.task.baseBranch === null });
  });
}

async function decideFrom(deciding: Deciding): Promise<Decision> {
  const { task, isFirst } = deciding;
  const told = isFirst ? describe(deciding) : Promise.resolve([]);
  const base = await decideBase(deciding);
  await checkRebase(deciding, { baseCommit: base.commit });
  // Looked for while files are read, whose errors are told first.
  const branching = decideBranch(deciding, base);
  for (const promise of [told, branching]) {
    promise.catch(() => undefined);
  }
  const read = await readBase(deciding, base);
  const executions: DecidedExecution[] = [];
  for (const execution of await listDeciding(deciding)) {
    executions.push(await decideExecution({ ...deciding, execution }, read));
  }
  const options = decideOptions(deciding, read);
  checkUnplanned(options);
  checkPick(options, read.settings.hooks);
  const contextPayload = decideContext(deciding, executions);
  const [branch, notes] = await Promise.all([branching, told]);
  const purpose = decidePurpose(deciding, options);
  const [first, ...others] = executions.map((one) => ({ ...one, purpose, resolution: { ...one.resolution, notes } }));
  if (first === undefined) {
    throw new Error(`there is nothing to decide for task ${task.id}`);
  }
  const { agentType, model } = first;
  const timeoutSeconds = task.asked.timeoutSeconds ?? read.settings.timeoutMinutes * 60;
  return {
    task: { branch, baseBranch: base.name, agentType, model, timeoutSeconds, options, contextPayload },
    executions: [first, ...others],
  };
}

/** What whoever asked should know of the repository. */
async function describe({ task, snapshot, subject }: Deciding): Promise<string[]> {
  const { asked, askedHead } = task;
  const isDetached = asked.base === null && askedHead?.ref === null;
  const commit = askedHead?.commit.slice(0, SHOWN_DIGITS);
  const words = `The checkout is on no branch (detached HEAD): the work starts from its commit, ${commit}.`;
  const closed = subject?.isOpen === false ? [`${task.sourceUrl} is closed.`] : [];
  return [...(isDetached ? [words] : []), ...closed, ...(await snapshot.describe())];
}

/** Of a race, all that nobody has decided for: what holds for one holds for all. */
async function listDeciding({ task, execution, isFirst, deps }: Deciding): Promise<AgentExecution[]> {
  if (task.options.race === null || !isFirst) {
    return [execution];
  }
  return (await deps.executions.listForTask(task.id)).filter((one) => one.endedAt === null && one.resolution === null);
}
